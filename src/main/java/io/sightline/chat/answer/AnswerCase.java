package io.sightline.chat.answer;

import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.EvidenceBook;
import io.sightline.report.StudyReading;
import io.sightline.report.cases.SimilarCases;
import io.sightline.report.gather.Agreement;
import io.sightline.report.gather.Agreements;
import io.sightline.report.gather.Gathered;
import io.sightline.report.ground.Grounder;
import io.sightline.report.tool.ToolFinds;
import io.sightline.shared.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is at hand while one answer is made. One answer, one thread. */
final class AnswerCase {
  private final StudyReading reading;
  private final Function<Gathered, Grounder> grounders;
  private final EvidenceBook evidence;
  private final AnswerListener listener;
  private final Cancellation cancellation;
  private final List<Agreement> agreements = new ArrayList<>();
  private SimilarCases cases = SimilarCases.NONE;
  private Grounder grounder;

  /**
   * @param grounders makes the ground stage, given what specialists found
   */
  AnswerCase(
      StudyReading reading,
      Function<Gathered, Grounder> grounders,
      EvidenceBook evidence,
      AnswerListener listener,
      Cancellation cancellation) {
    this.reading = reading;
    this.grounders = grounders;
    this.evidence = evidence;
    this.listener = listener;
    this.cancellation = cancellation;
    this.grounder = grounders.apply(Gathered.NOTHING);
  }

  StudyReading reading() {
    return reading;
  }

  Grounder grounder() {
    return grounder;
  }

  EvidenceBook evidence() {
    return evidence;
  }

  AnswerListener listener() {
    return listener;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** Of the bundle with the specialists that were heard. */
  List<Agreement> agreements() {
    return List.copyOf(agreements);
  }

  /** That were looked up for this answer. */
  SimilarCases cases() {
    return cases;
  }

  /**
   * Takes what tools brought as evidence; the masks of specialists compete from now on.
   *
   * @throws IllegalStateException once there is a region
   */
  void hear(ToolFinds found) {
    if (!grounder.regions().isEmpty()) {
      throw new IllegalStateException("the grounding has begun");
    }
    cases = found.cases();
    evidence.cases(cases);
    found.gathered().outcomes().forEach(evidence::specialist);
    List<LabelSpec> labels =
        reading.bundle().manifest().output("structures").map(OutputSpec::labels).orElse(List.of());
    Agreements compare = new Agreements(reading.encoding().structures(), labels);
    found
        .gathered()
        .segmentations()
        .forEach(
            (specialist, segmentation) -> {
              List<Agreement> some = compare.with(specialist, segmentation);
              evidence.agreement(reading.bundle().manifest(), specialist, some);
              agreements.addAll(some);
            });
    grounder = grounders.apply(found.gathered());
  }

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
