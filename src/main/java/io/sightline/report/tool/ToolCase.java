package io.sightline.report.tool;

import io.sightline.report.StudyReading;
import io.sightline.report.cases.SimilarCases;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.SpecialistOutcome;
import java.util.Optional;

/**
 * What is at hand for one call.
 *
 * @param found before, and by earlier calls of the same turn
 */
record ToolCase(ToolSubject subject, ToolFinds found, Cancellation cancellation) {

  String studyId() {
    return subject.studyId();
  }

  StudyReading reading() {
    return subject.reading();
  }

  /** How a specialist ended that ran already. */
  Optional<SpecialistOutcome> outcome(String specialist) {
    return found.gathered().outcomes().stream()
        .filter(o -> o.specialist().equals(specialist))
        .findFirst();
  }

  /** Time that the specialists of this turn's calls took. */
  long spentMs() {
    return found.gathered().outcomes().stream()
        .skip(subject.found().gathered().outcomes().size())
        .mapToLong(SpecialistOutcome::millis)
        .sum();
  }

  /** That were looked up before the model began. */
  SimilarCases knownCases() {
    return subject.found().cases();
  }
}
