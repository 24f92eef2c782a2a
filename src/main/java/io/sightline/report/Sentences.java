package io.sightline.report;

import io.sightline.report.document.Review;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.verify.Verified;
import java.util.List;

/** A sentence's JSON at each stage; offsets come last, from {@link ReportText}. */
public final class Sentences {
  private static final String SLOT = "<[a-z-]+>";

  private Sentences() {}

  /** Sizes are not known yet. */
  static Sentence drafted(DraftSentence s) {
    return sentence(
        s.id(),
        s.text().replaceAll(SLOT, "…"),
        List.of(),
        s.segs().isEmpty(),
        List.of(),
        List.of(),
        Verdict.PENDING);
  }

  static Sentence grounded(GroundedSentence s) {
    return sentence(
        s.draft().id(),
        s.text(),
        s.links(),
        s.links().isEmpty(),
        List.of(),
        s.reading().claims(),
        Verdict.PENDING);
  }

  public static Sentence verified(GroundedSentence s, Verified verified, EvidenceBook evidence) {
    return sentence(
        s.draft().id(),
        s.text(),
        s.links(),
        s.links().isEmpty(),
        evidence.ids(verified.evidence()),
        s.reading().claims(),
        verified.verdict());
  }

  private static Sentence sentence(
      String id,
      String text,
      List<io.sightline.report.document.Link> links,
      boolean noRegion,
      List<String> evidence,
      List<io.sightline.report.claim.Claim> claims,
      Verdict verdict) {
    return new Sentence(
        id, text, 0, text.length(), links, noRegion, evidence, claims, verdict, Review.PENDING);
  }
}
