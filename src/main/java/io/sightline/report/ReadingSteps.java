package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.scope.ChosenVolumes;
import io.sightline.report.scope.Selection;
import io.sightline.report.scope.SeriesChooser;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import io.sightline.study.Study;
import io.sightline.vision.Encoding;
import io.sightline.vision.VisionEncoder;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.SequencedMap;

/** Scope and encode: what every report and every answer begins with. Thread-safe; blocking. */
final class ReadingSteps {
  private final Studies studies;
  private final VisionEncoder encoder;

  ReadingSteps(Studies studies, VisionEncoder encoder) {
    this.studies = studies;
    this.encoder = encoder;
  }

  /**
   * The series for the bundle's slots, or a refusal.
   *
   * @throws ProblemException {@code not_found}
   */
  Selection select(String studyId, Bundle bundle) {
    Study study =
        studies
            .find(studyId)
            .orElseThrow(
                () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no such study."));
    return SeriesChooser.choose(study, bundle.manifest());
  }

  /**
   * Encodes what was selected and reads anatomy and lesion head out of it; whether it can be true
   * is {@link StudyReading#implausible}.
   *
   * @throws ProblemException {@code cancelled}
   */
  StudyReading read(String studyId, Bundle bundle, Selection selection, Cancellation cancellation) {
    Encoding encoding =
        encoder.encode(bundle, volumes(studyId, selection, cancellation), cancellation);
    AnatomyContext anatomy = AnatomyContext.of(bundle, encoding);
    LesionHead head = LesionHead.of(bundle.manifest(), encoding, anatomy);
    return new StudyReading(bundle, selection, encoding, anatomy, head);
  }

  /** By slot, in the scanner's grids. */
  SequencedMap<Sequence, Volume> volumes(
      String studyId, Selection selection, Cancellation cancellation) {
    return ChosenVolumes.of(studies, studyId, selection, cancellation);
  }
}
