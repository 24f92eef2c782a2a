package io.sightline.app.eval;

import io.sightline.report.claim.Claim;
import io.sightline.report.document.Sentence;
import io.sightline.report.lexicon.Lexicon;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the claims of a report say about the findings of an evaluation set.
 *
 * <p>A finding is said to be there by a claim of it or of a kind of it in the lexicon: a glioma is
 * a mass. A few findings are narrower or wider in a truth than in the lexicon; {@link #ALSO} and
 * {@link #NOT} list them. A suspicion ("suspicious for metastases") is said; what cannot be
 * assessed or excluded is not.
 */
final class Said {
  /** Findings that are said by these claims as well. */
  private static final Map<String, Set<String>> ALSO =
      Map.of("mass", Set.of("lesion"), "meningioma", Set.of("extra-axial-mass"));

  /**
   * Findings that are not said by these claims: a truth holds blood in and beside the brain apart.
   */
  private static final Map<String, Set<String>> NOT =
      Map.of("haemorrhage", Set.of("subdural-haematoma"));

  private static final Pattern OPEN =
      Pattern.compile(
          "\\b(?:cannot|can not|can't|could not|not) (?:be )?(?:assess|exclud|judg|rule|evaluat)",
          Pattern.CASE_INSENSITIVE);

  private final Lexicon lexicon;

  Said(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** Whether a claim is about a finding, whatever it says of it. */
  boolean about(Claim claim, String finding) {
    if (ALSO.getOrDefault(finding, Set.of()).contains(claim.finding())) {
      return true;
    }
    return !NOT.getOrDefault(finding, Set.of()).contains(claim.finding())
        && lexicon.finding(claim.finding()).filter(f -> f.isA(finding)).isPresent();
  }

  /** Whether a sentence says by this claim that something is there. */
  boolean asserts(Sentence sentence, Claim claim) {
    return switch (claim.presence()) {
      case PRESENT -> true;
      case ABSENT -> false;
      case UNCERTAIN -> !OPEN.matcher(sentence.text()).find();
    };
  }

  /** Those of the findings that some sentence says to be there. */
  Set<String> findings(List<Sentence> sentences, Collection<String> of) {
    Set<String> out = new LinkedHashSet<>();
    for (String finding : of) {
      if (sentences.stream().anyMatch(s -> says(s, finding))) {
        out.add(finding);
      }
    }
    return out;
  }

  private boolean says(Sentence s, String finding) {
    return s.claims().stream().anyMatch(c -> about(c, finding) && asserts(s, c));
  }
}
