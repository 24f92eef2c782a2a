package io.sightline.report.lexicon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads and checks the files of {@code grounding/}. */
public final class LexiconReader {
  private final LexiconSource source;
  private final List<String> problems = new ArrayList<>();

  private LexiconReader(LexiconSource source) {
    this.source = source;
  }

  /**
   * @throws LexiconException with every error of every file, each with its line
   */
  public static Lexicon read(LexiconSource source) {
    return new LexiconReader(source).read();
  }

  private Lexicon read() {
    FindingFile findings = FindingFile.read(open("findings.yaml"));
    SiteFile sites = SiteFile.read(open("anatomy.yaml"));
    CueFile cues = CueFile.read(open("cues.yaml"));
    MeasureFile measures = MeasureFile.read(open("measurements.yaml"));
    Map<String, SideWord> sides = CueFile.sides(open("laterality.yaml"));
    Normality normality = CueFile.normality(open("normality.yaml"));
    checkReferences(findings, sites);
    if (!problems.isEmpty()) {
      throw new LexiconException(problems);
    }
    Map<String, Mark> marks = new java.util.HashMap<>(cues.marks());
    measures.notSize().forEach(w -> marks.put(w, Mark.NOT_SIZE));
    return new Lexicon(
        findings.findings(),
        sites.sites(),
        sites.joined(),
        sites.meanings(),
        sides,
        cues.cues(),
        marks,
        cues.classes(),
        cues.spelling(),
        measures.units(),
        measures.times(),
        normality);
  }

  private Yaml open(String file) {
    LoaderOptions options = new LoaderOptions();
    try {
      var node =
          new org.yaml.snakeyaml.Yaml(options).compose(new java.io.StringReader(source.read(file)));
      return new Yaml(file, node, problems);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.add(file + ":" + line + ": " + e.getProblem());
    } catch (IOException | UncheckedIOException e) {
      problems.add(file + ":1: cannot be read");
    }
    return new Yaml(file, null, problems);
  }

  private void checkReferences(FindingFile findings, SiteFile sites) {
    Set<String> findingIds = new HashSet<>();
    findings.findings().forEach(f -> findingIds.add(f.id()));
    Set<String> siteIds = new HashSet<>();
    sites.sites().forEach(s -> siteIds.add(s.id()));
    findings.references().forEach((yaml, id) -> known(yaml, id, findingIds, "finding"));
    sites.findingReferences().forEach((yaml, id) -> known(yaml, id, findingIds, "finding"));
    sites.siteReferences().forEach((yaml, id) -> known(yaml, id, siteIds, "site"));
  }

  private static void known(Yaml yaml, String id, Set<String> ids, String what) {
    if (!ids.contains(id)) {
      yaml.problem("there is no " + what + " '" + id + "'");
    }
  }
}
