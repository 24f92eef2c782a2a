package io.sightline.chat.answer;

import io.sightline.report.EvidenceBook;
import io.sightline.report.StudyReading;
import io.sightline.report.ground.Grounder;
import io.sightline.shared.Cancellation;

/** What is at hand while one answer is made. One answer, one thread. */
record AnswerCase(
    StudyReading reading,
    Grounder grounder,
    EvidenceBook evidence,
    AnswerListener listener,
    Cancellation cancellation) {

  /** Passes on the regions that came since {@code before} were known. */
  void tellRegions(int before) {
    grounder.regions().stream()
        .skip(before)
        .forEach(
            r -> {
              evidence.region(r);
              listener.region(r.region());
            });
  }
}
