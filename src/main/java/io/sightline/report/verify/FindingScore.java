package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.document.Verdict.Status;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.verify.ClaimCheck.Case;
import java.util.Optional;

/**
 * What the encoder's calibrated score says of a claim. A score is no measurement: where a class of
 * the lesion head sees the finding it is a reason and changes nothing; where none does, a clear
 * score supports the claim or takes its support away, and never contradicts it. It is of the whole
 * study: that something is there somewhere says nothing against "not on the left".
 */
final class FindingScore {
  static final double CLEARLY_THERE = 0.8;
  static final double CLEARLY_NOT = 0.2;

  private FindingScore() {}

  /** Empty when the encoder scores no such finding. */
  static Optional<Judgement> of(Case c) {
    return c.facts()
        .scores()
        .exactly(c.finding())
        .map(p -> c.facts().head().sees(c.finding()) ? reason(c.finding(), p) : judge(c, p));
  }

  /** Whether it decides rather than only says. */
  static boolean decides(Judgement judgement) {
    return judgement.status() != Status.NOT_CHECKABLE;
  }

  private static Judgement judge(Case c, double p) {
    boolean denied = c.claim().presence() == Presence.ABSENT;
    boolean sided =
        c.claim().laterality() == Laterality.LEFT || c.claim().laterality() == Laterality.RIGHT;
    String side = sided ? " It tells no side." : "";
    String name = c.finding().name();
    if (p >= CLEARLY_THERE && !(denied && sided)) {
      String text = "The score for %s is %.2f: clearly there (%.1f or more).%s";
      return denied
          ? unsupported(text, name, p, CLEARLY_THERE, side)
          : supported(text, name, p, CLEARLY_THERE, side);
    }
    if (p <= CLEARLY_NOT) {
      String text = "The score for %s is %.2f: clearly not there (%.1f or less).";
      return denied
          ? supported(text, name, p, CLEARLY_NOT)
          : unsupported(text, name, p, CLEARLY_NOT);
    }
    return notCheckable("The score for %s is %.2f.%s", name, p, side);
  }

  private static Judgement reason(Finding finding, double p) {
    return notCheckable("The score for %s is %.2f.", finding.name(), p);
  }
}
