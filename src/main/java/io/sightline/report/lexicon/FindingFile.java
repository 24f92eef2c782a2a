package io.sightline.report.lexicon;

import io.sightline.shared.CodedConcept;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code findings.yaml} as read.
 *
 * @param references nodes that name another finding, to be checked at the end
 */
record FindingFile(List<Finding> findings, Map<Yaml, String> references) {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "words",
          "plurals",
          "extent",
          "heads",
          "without",
          "unless",
          "structures",
          "seenOn",
          "kinds",
          "code",
          "colour",
          "evidenceWord",
          "evidenceSite");

  static FindingFile read(Yaml root) {
    FindingFile file = new FindingFile(new ArrayList<>(), new IdentityHashMap<>());
    Set<String> seen = new java.util.HashSet<>();
    for (Yaml item : root.required(root.map(Set.of("findings")), "findings").list()) {
      Finding finding = file.finding(item);
      if (!seen.add(finding.id())) {
        item.problem("the id '" + finding.id() + "' is used twice");
      }
      file.findings.add(finding);
    }
    return file;
  }

  private Finding finding(Yaml item) {
    Map<String, Yaml> e = item.map(KEYS);
    String name = item.required(e, "name").text();
    item.optional(e, "kinds").list().forEach(k -> references.put(k, k.text()));
    return new Finding(
        kebab(item.required(e, "id")),
        name,
        item.plusFirst(name, item.optional(e, "words").strings()),
        item.optional(e, "plurals").strings(),
        item.required(e, "extent").choice(Extent.class),
        item.optional(e, "heads").strings(),
        item.optional(e, "without").strings(),
        item.optional(e, "unless").strings(),
        item.optional(e, "structures").strings(),
        sequences(item.optional(e, "seenOn")),
        item.optional(e, "kinds").strings(),
        code(item, e),
        colour(item.required(e, "colour")),
        evidence(e));
  }

  private static @Nullable EvidenceWord evidence(Map<String, Yaml> e) {
    Yaml word = e.get("evidenceWord");
    Yaml site = e.get("evidenceSite");
    boolean sited = site == null || site.flag();
    if (word == null) {
      if (site != null) {
        site.problem("'evidenceSite' is given without 'evidenceWord'");
      }
      return null;
    }
    if (!word.text().matches(EvidenceWord.FORM)) {
      word.problem("'" + word.text() + "' is not one to five words of small letters");
      return null;
    }
    return new EvidenceWord(word.text(), sited);
  }

  private static List<String> sequences(Yaml yaml) {
    List<String> labels = yaml.strings();
    labels.stream()
        .filter(l -> java.util.Arrays.stream(Sequence.values()).noneMatch(q -> q.label().equals(l)))
        .forEach(l -> yaml.problem("'" + l + "' is no sequence"));
    return labels;
  }

  static String kebab(Yaml yaml) {
    String id = yaml.text();
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      yaml.problem("'" + id + "' is not kebab-case");
    }
    return id;
  }

  private static String colour(Yaml yaml) {
    String colour = yaml.text();
    if (!colour.matches("#[0-9a-f]{6}")) {
      yaml.problem("'" + colour + "' is no colour of the form #rrggbb");
    }
    return colour;
  }

  static @Nullable CodedConcept code(Yaml item, Map<String, Yaml> entries) {
    Yaml code = entries.get("code");
    if (code == null) {
      return null;
    }
    Map<String, Yaml> e = code.map(Set.of("scheme", "value", "meaning"));
    String scheme = code.required(e, "scheme").text();
    if (!Set.of("SCT", "RADLEX", "DCM").contains(scheme)) {
      code.problem("'" + scheme + "' is no known coding scheme");
    }
    return new CodedConcept(
        scheme, code.required(e, "value").text(), code.required(e, "meaning").text());
  }
}
