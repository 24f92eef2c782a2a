package io.sightline.report.lexicon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code anatomy.yaml} as read.
 *
 * @param findingReferences nodes that name a finding
 * @param siteReferences nodes that name another site
 */
record SiteFile(
    List<Site> sites,
    Map<String, List<String>> joined,
    List<Meaning> meanings,
    Map<Yaml, String> findingReferences,
    Map<Yaml, String> siteReferences) {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "words",
          "plurals",
          "adjectives",
          "notBefore",
          "notAfter",
          "within",
          "structures",
          "paired",
          "normal",
          "code");

  static SiteFile read(Yaml root) {
    SiteFile file =
        new SiteFile(
            new ArrayList<>(),
            new HashMap<>(),
            new ArrayList<>(),
            new IdentityHashMap<>(),
            new IdentityHashMap<>());
    Map<String, Yaml> parts = root.map(Set.of("sites", "joined", "means"));
    Set<String> seen = new java.util.HashSet<>();
    for (Yaml item : root.required(parts, "sites").list()) {
      Site site = file.site(item);
      if (!seen.add(site.id())) {
        item.problem("the id '" + site.id() + "' is used twice");
      }
      file.sites.add(site);
    }
    root.optional(parts, "joined").map().forEach((k, v) -> file.joined.put(k, v.strings()));
    root.optional(parts, "means").list().forEach(m -> file.meanings.add(file.meaning(m)));
    return file;
  }

  private Site site(Yaml item) {
    Map<String, Yaml> e = item.map(KEYS);
    String name = item.required(e, "name").text();
    item.optional(e, "within").list().forEach(w -> siteReferences.put(w, w.text()));
    Yaml normal = e.get("normal");
    if (normal != null) {
      findingReferences.put(normal, normal.text());
    }
    return new Site(
        FindingFile.kebab(item.required(e, "id")),
        name,
        item.plusFirst(name, item.optional(e, "words").strings()),
        item.optional(e, "plurals").strings(),
        item.optional(e, "adjectives").strings(),
        item.optional(e, "notBefore").strings(),
        item.optional(e, "notAfter").strings(),
        item.optional(e, "within").strings(),
        item.optional(e, "structures").strings(),
        e.containsKey("paired") && Boolean.parseBoolean(e.get("paired").text()),
        normal == null ? "abnormality" : normal.text(),
        FindingFile.code(item, e));
  }

  private Meaning meaning(Yaml item) {
    Map<String, Yaml> e = item.map(Set.of("finding", "site", "is", "plural"));
    Yaml finding = item.required(e, "finding");
    Yaml site = item.required(e, "site");
    Yaml is = item.required(e, "is");
    findingReferences.put(finding, finding.text());
    findingReferences.put(is, is.text());
    siteReferences.put(site, site.text());
    return new Meaning(
        finding.text(),
        site.text(),
        is.text(),
        Boolean.parseBoolean(item.required(e, "plural").text()));
  }
}
