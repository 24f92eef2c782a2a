package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.RIGHT_FRONTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.Scope;
import io.sightline.report.claim.Presence;
import io.sightline.report.track.Statement;
import io.sightline.report.track.Statements;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.DetectedBox;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.Embedding;
import io.sightline.specialist.SpecialistResult.ScoredLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Mask;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.GridMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What specialists of each kind say of findings, on the toy head. */
class StatementsTest {
  private static final LabelSpec MASS = label(1, "mass");
  private static final LabelSpec INFARCT = label(2, "infarct");
  private static final LabelSpec SPOTS = label(3, "white-matter-hyperintensity");
  private static final LabelSpec SHIFT = label(4, "midline-shift");
  private static final LabelSpec BESIDE = label(5, "meningioma");

  private final AnatomyContext anatomy =
      AnatomyContext.of(ToyBundle.BUNDLE, ToyHead.encoding(Map.of()));

  private static LabelSpec label(int index, String finding) {
    return new LabelSpec(index, finding + "-label", null, null, finding);
  }

  private static BundleManifest manifest(
      @Nullable Double threshold, Sequence reads, LabelSpec... labels) {
    return new BundleManifest(
        1,
        "net",
        "1.0.0",
        BundleManifest.Kind.SPECIALIST,
        "segment",
        "A net",
        new Licence("MIT", null),
        null,
        new Scope(List.of(), List.of(), List.of(), List.of()),
        List.of(new InputSpec("image", reads, false)),
        null,
        null,
        Map.of(
            "labels",
            new OutputSpec(
                "logits", OutputSpec.Activation.SIGMOID, threshold, null, List.of(labels))),
        Map.of(),
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  private static SegmentedLabel ball(LabelSpec label, Vec3 centre, double radiusMm) {
    Mask mask = GridMapper.above(ToyHead.ball(centre, radiusMm), 0);
    return new SegmentedLabel(label, 0.9, null, mask.volumeMl(), centre, () -> mask);
  }

  private List<Statement> says(SpecialistResult result, BundleManifest manifest) {
    return new Statements(PipelineFixture.LEXICON, anatomy, List.of(Sequence.T1, Sequence.FLAIR))
        .of(result, manifest);
  }

  private static Segmentation found(SegmentedLabel... labels) {
    return new Segmentation(Sequence.T1, List.of(labels));
  }

  @Test
  void whatIsOutlinedIsThereWithItsPlacesAndTheRestWasLookedFor() {
    List<Statement> says =
        says(
            found(ball(MASS, LEFT_FRONTAL, 10), ball(MASS, RIGHT_FRONTAL, 10)),
            manifest(null, Sequence.T1, MASS, INFARCT));
    assertThat(says).extracting(Statement::finding).containsExactly("infarct", "mass");
    assertThat(says.getFirst().presence()).isEqualTo(Presence.ABSENT);
    Statement mass = says.getLast();
    assertThat(mass.presence()).isEqualTo(Presence.PRESENT);
    assertThat(mass.left()).isEqualTo(0.5);
    assertThat(mass.right()).isEqualTo(0.5);
    assertThat(mass.volumeMl()).isCloseTo(2 * 4.19, within(0.5));
    assertThat(mass.sites()).containsEntry("frontal lobe", 1.0);
    assertThat(mass.notIn()).contains("parietal lobe").doesNotContain("brain", "cerebellum");
  }

  @Test
  void aSpeckOfAFocalFindingIsUncertainAndOfADiffuseOneIsThere() {
    List<Statement> says =
        says(
            found(ball(MASS, LEFT_FRONTAL, 4), ball(SPOTS, LEFT_FRONTAL, 4)),
            manifest(null, Sequence.FLAIR, MASS, SPOTS));
    assertThat(says)
        .extracting(Statement::presence)
        .containsExactly(Presence.UNCERTAIN, Presence.PRESENT);
  }

  @Test
  void aFindingIsNotDeniedOnASequenceThatDoesNotShowIt() {
    assertThat(says(found(), manifest(null, Sequence.T1, SPOTS))).isEmpty();
    assertThat(says(found(), manifest(null, Sequence.FLAIR, SPOTS))).hasSize(1);
    assertThat(says(found(), manifest(null, Sequence.T2, SPOTS))).isEmpty(); // not given
  }

  @Test
  void relationsHaveNoPlaceAndWhatLiesBesideTheBrainHasASideOnly() {
    List<Statement> says =
        says(
            found(ball(SHIFT, LEFT_FRONTAL, 10), ball(BESIDE, LEFT_FRONTAL, 10)),
            manifest(null, Sequence.T1, SHIFT, BESIDE));
    Statement meningioma = says.getFirst();
    assertThat(meningioma.left()).isEqualTo(1);
    assertThat(meningioma.sites()).isEmpty();
    Statement shift = says.getLast();
    assertThat(shift.presence()).isEqualTo(Presence.PRESENT);
    assertThat(shift.left() + shift.right()).isZero();
  }

  @Test
  void boxesLieWhereTheirMiddleLies() {
    DetectedBox box =
        new DetectedBox(MASS, 0.8, new Vec3(-40, -40, -10), new Vec3(-20, -20, 10), 3);
    Statement mass =
        says(new Detection(Sequence.T1, List.of(box)), manifest(null, Sequence.T1, MASS))
            .getFirst();
    assertThat(mass.presence()).isEqualTo(Presence.PRESENT);
    assertThat(mass.right()).isEqualTo(1);
    assertThat(mass.sites()).containsEntry("frontal lobe", 1.0);
  }

  @Test
  void probabilitiesSayYesFromTheThresholdUp() {
    Classification scores =
        new Classification(List.of(new ScoredLabel(MASS, 0.6), new ScoredLabel(INFARCT, 0.4)));
    assertThat(says(scores, manifest(null, Sequence.T1, MASS, INFARCT)))
        .extracting(Statement::presence)
        .containsExactly(Presence.ABSENT, Presence.PRESENT);
    assertThat(says(scores, manifest(0.7, Sequence.T1, MASS, INFARCT)))
        .extracting(Statement::presence)
        .containsExactly(Presence.ABSENT, Presence.ABSENT);
  }

  @Test
  void aVectorAndAFailureSayNothing() {
    BundleManifest manifest = manifest(null, Sequence.T1, MASS);
    assertThat(says(new Embedding(new float[] {1}), manifest)).isEmpty();
    assertThat(new Statements(PipelineFixture.LEXICON, anatomy, List.of()).of(null, manifest))
        .isEmpty();
  }
}
