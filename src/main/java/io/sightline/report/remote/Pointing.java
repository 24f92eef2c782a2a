package io.sightline.report.remote;

import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.claim.Presence;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import java.util.List;

/**
 * A model without {@code <seg>} tokens cannot ask for regions, so every sentence that says that
 * something is there asks for one by its words.
 */
public final class Pointing {
  private final ClaimExtractor extractor;

  public Pointing(ClaimExtractor extractor) {
    this.extractor = extractor;
  }

  /** The sentence, asking for a region when it says that something is there. */
  public DraftSentence at(DraftSentence s) {
    boolean there =
        extractor.claims(s.text()).stream().anyMatch(c -> c.presence() == Presence.PRESENT);
    return there
        ? new DraftSentence(
            s.id(),
            s.section(),
            s.text(),
            List.of(new SegRequest(0, s.text().length(), new float[0])))
        : s;
  }
}
