package io.sightline.report.lexicon;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle's calibrated probabilities of findings, 0..1, each of a whole study, looked up by what
 * is a kind of what. Immutable and thread-safe.
 */
public final class FindingScores {
  /**
   * What only a lesion head outlines is believed from this score up: of masses that brain-mr 0.5
   * outlined with a score of 0.2 to 0.35, 8 of 41 were there, with 0.35 to 0.5, 18 of 37 (decision
   * 35).
   */
  public static final double BELIEVED = 0.35;

  private final Map<Finding, Double> scores;

  private FindingScores(Map<Finding, Double> scores) {
    this.scores = scores;
  }

  /**
   * @param scores by finding id; ids that the lexicon does not know are left out
   */
  public static FindingScores of(Map<String, Double> scores, Lexicon lexicon) {
    Map<Finding, Double> known = new LinkedHashMap<>();
    scores.forEach((id, p) -> lexicon.finding(id).ifPresent(f -> known.put(f, p)));
    return new FindingScores(known);
  }

  /** Of exactly this finding; empty when the bundle scores none such. */
  public Optional<Double> exactly(Finding finding) {
    return Optional.ofNullable(scores.get(finding));
  }

  /**
   * The highest of the finding and its kinds, else of what it is a kind of: a bundle that scores
   * masses has no score of gliomas, and that of masses is the best there is. Empty when none is.
   */
  public Optional<Double> likely(Finding finding) {
    List<Double> kinds =
        scores.entrySet().stream()
            .filter(e -> finding.covers(e.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return (kinds.isEmpty()
            ? scores.entrySet().stream()
                .filter(e -> finding.isA(e.getKey().id()))
                .map(Map.Entry::getValue)
            : kinds.stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether an outline of the finding is likelier there than a false alarm; so where unscored. */
  public boolean believes(Finding finding) {
    return likely(finding).filter(p -> p < BELIEVED).isEmpty();
  }
}
