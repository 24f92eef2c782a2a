package io.sightline.chat.answer;

import io.sightline.report.claim.Claim;
import io.sightline.report.document.Link;
import io.sightline.report.document.Review;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict;
import io.sightline.report.ground.FoundRegion;
import java.util.List;

/**
 * A sentence of the server's own about what it measured: no word comes from a model, so it is
 * supported by construction, and says that this is no proof that the measurement is right.
 */
final class MeasuredSentence {
  private static final Verdict SUPPORTED =
      new Verdict(
          Verdict.Status.SUPPORTED,
          List.of(
              "The server measured this itself, with its anatomy and the lesion head. Whether those"
                  + " are right is another question."));

  private MeasuredSentence() {}

  static Sentence of(
      String id,
      String text,
      List<FoundRegion> regions,
      List<Claim> claims,
      List<String> evidence) {
    List<Link> links = regions.stream().map(r -> link(r, text)).toList();
    return new Sentence(
        id,
        text,
        0,
        text.length(),
        links,
        links.isEmpty(),
        evidence,
        claims,
        SUPPORTED,
        Review.PENDING);
  }

  private static Link link(FoundRegion r, String text) {
    return new Link(r.id(), r.region().score(), r.region().source(), List.of(0, text.length()));
  }
}
