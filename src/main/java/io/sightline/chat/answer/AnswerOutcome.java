package io.sightline.chat.answer;

import io.sightline.report.ground.FoundRegion;
import java.util.List;

/** An answer with the masks that its JSON only names. */
public record AnswerOutcome(Answer answer, List<FoundRegion> regions) {
  public AnswerOutcome {
    regions = List.copyOf(regions);
  }
}
