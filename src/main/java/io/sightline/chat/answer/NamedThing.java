package io.sightline.chat.answer;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.ground.Subject;
import io.sightline.report.lexicon.Lexicon;
import java.util.List;
import java.util.Optional;

/** What a phrase such as "the left thalamus" or "oedema" names, by the lexicon. Thread-safe. */
public final class NamedThing {
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;

  public NamedThing(Lexicon lexicon, ClaimExtractor extractor) {
    this.lexicon = lexicon;
    this.extractor = extractor;
  }

  /** The finding or the place; empty when no word of the lexicon is in the phrase. */
  public Optional<Subject> of(String phrase) {
    return subject(extractor.claims("There is " + phrase + "."))
        .or(() -> subject(extractor.claims("The " + phrase + " is normal.")));
  }

  private Optional<Subject> subject(List<Claim> claims) {
    return Subject.of(claims, 1, lexicon, _ -> false).stream()
        .filter(s -> s.finding() != null || s.site() != null)
        .findFirst();
  }

  /** A sentence that is read as the phrase's finding, or as its place. */
  static String sentence(Subject subject, String phrase) {
    return subject.finding() != null ? "There is " + phrase + "." : "The " + phrase + " is normal.";
  }

  /** Without what stands before a noun: "please show me the mass" asks for "mass". */
  public static String bare(String phrase) {
    return phrase
        .replaceAll("(?i)^(?:all |the |a |an |any |me |where |is |are |please )+", "")
        .replaceAll("(?i)(?: please)?[.!?\\s]*$", "")
        .strip();
  }
}
