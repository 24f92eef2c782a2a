package io.sightline.chat.answer;

import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.claim.Presence;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import java.util.List;

/**
 * A model without {@code <seg>} tokens cannot ask for regions, so every sentence that says that
 * something is there asks for one by its words.
 */
final class Pointing {
  private final ClaimExtractor extractor;

  Pointing(ClaimExtractor extractor) {
    this.extractor = extractor;
  }

  DraftSentence at(DraftSentence s) {
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
