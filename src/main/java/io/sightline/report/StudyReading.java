package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.cases.StudyEmbedder;
import io.sightline.report.document.Refusal;
import io.sightline.report.gather.StudyImage;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.scope.ChosenInput;
import io.sightline.report.scope.PlausibilityCheck;
import io.sightline.report.scope.Selection;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.vision.Encoding;
import io.sightline.volume.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A study as a bundle sees it: chosen series, encoding, anatomy and what the lesion head measured.
 * Immutable and thread-safe.
 */
public record StudyReading(
    Bundle bundle,
    Selection selection,
    Encoding encoding,
    AnatomyContext anatomy,
    LesionHead head) {

  /** Why the anatomy cannot be that of the body part that the bundle is for; empty when it can. */
  Optional<Refusal> implausible() {
    return PlausibilityCheck.check(anatomy.structures(), bundle.manifest().plausibility());
  }

  /** As similar cases are looked up by. */
  public StudyImage image(String studyId) {
    return new StudyImage(studyId, StudyEmbedder.of(bundle, encoding).orElse(null));
  }

  /** Series in the bundle's slots. */
  public List<ChosenInput> inputs() {
    return selection.inputs();
  }

  /** Sequences given, in the bundle's order. */
  public List<Sequence> sequences() {
    return inputs().stream().map(ChosenInput::slot).toList();
  }

  /** Their labels. */
  public Set<String> labels() {
    return sequences().stream().map(Sequence::label).collect(Collectors.toSet());
  }
}
