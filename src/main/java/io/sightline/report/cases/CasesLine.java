package io.sightline.report.cases;

import io.sightline.report.lexicon.EvidenceWord;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import java.util.Comparator;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The line {@code cases:} of the compact evidence in a bundle's own prompt: how many of the
 * retrieved cases show a finding, in the lexicon's evidence words. Safe against instructions in
 * cases by construction: no text of a case enters it, not even a label that the lexicon does not
 * know, only words of the lexicon and two counts.
 */
public final class CasesLine {
  static final int MOST = 6;

  private CasesLine() {}

  /** With its line break; empty when no case shows a finding that has a word. */
  public static String of(SimilarCases similar, Lexicon lexicon) {
    Map<String, Integer> present = new TreeMap<>();
    for (VotingPrior vote : similar.prior()) {
      Optional<EvidenceWord> word = lexicon.finding(vote.finding()).map(Finding::evidence);
      if (word.isPresent() && vote.present() > 0) {
        present.merge(word.get().word(), vote.present(), Math::max);
      }
    }
    String items =
        present.entrySet().stream()
            .sorted(Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST)
            .map(e -> "%s %d of %d".formatted(e.getKey(), e.getValue(), similar.hits().size()))
            .collect(Collectors.joining("; "));
    return items.isEmpty() ? "" : "cases: " + items + "\n";
  }
}
