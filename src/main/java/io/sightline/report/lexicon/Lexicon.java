package io.sightline.report.lexicon;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All words of {@code grounding/}, checked against each other. Immutable and thread-safe.
 *
 * @param joined words that stand for several: {@code frontoparietal} to {@code frontal parietal}
 * @param sides phrase to side
 * @param cues phrase to what it does to a finding
 * @param marks phrase to how it steers the reading
 * @param classes word classes of {@code cues.yaml}: verbs, prepositions, clause, definite
 * @param spelling word to the word used in this lexicon, which may be two
 * @param units written unit to its meaning
 * @param times words between the numbers of one measurement
 */
public record Lexicon(
    List<Finding> findings,
    List<Site> sites,
    Map<String, List<String>> joined,
    List<Meaning> meanings,
    Map<String, SideWord> sides,
    Map<String, Cue> cues,
    Map<String, Mark> marks,
    Map<WordClass, Set<String>> classes,
    Map<String, String> spelling,
    Map<String, Unit> units,
    Set<String> times,
    Normality normality) {

  public Lexicon {
    findings = List.copyOf(findings);
    sites = List.copyOf(sites);
    joined = Map.copyOf(joined);
    meanings = List.copyOf(meanings);
    sides = Map.copyOf(sides);
    cues = Map.copyOf(cues);
    marks = Map.copyOf(marks);
    classes = Map.copyOf(classes);
    spelling = Map.copyOf(spelling);
    units = Map.copyOf(units);
    times = Set.copyOf(times);
  }

  public Optional<Finding> finding(String id) {
    return findings.stream().filter(f -> f.id().equals(id)).findFirst();
  }

  /** By id or by the name that claims carry. */
  public Optional<Site> site(String idOrName) {
    return sites.stream()
        .filter(s -> s.id().equals(idOrName) || s.name().equals(idOrName))
        .findFirst();
  }

  public boolean is(WordClass wordClass, String word) {
    return classes.getOrDefault(wordClass, Set.of()).contains(word);
  }

  /** The more precise finding that this one means at a site; the finding itself when none. */
  public Finding meaning(Finding finding, Site site, boolean plural) {
    return meanings.stream()
        .filter(m -> m.finding().equals(finding.id()) && m.site().equals(site.id()))
        .filter(m -> plural || !m.plural())
        .findFirst()
        .flatMap(m -> finding(m.is()))
        .orElse(finding);
  }
}
