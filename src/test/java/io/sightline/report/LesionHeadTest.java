package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.RIGHT_FRONTAL;
import static io.sightline.report.ToyHead.ball;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.report.ground.LesionHead;
import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.vision.Encoding;
import io.sightline.volume.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parts of a lesion are a mass, and which another disease. */
class LesionHeadTest {
  private static final Finding MASS = finding("mass");
  private static final double BALL_ML = 4.0 / 3 * Math.PI * Math.pow(1.6, 3);

  private final Map<String, Volume> lesions = new HashMap<>();

  private static Finding finding(String id) {
    return PipelineFixture.LEXICON.finding(id).orElseThrow();
  }

  private LesionHead head() {
    Encoding encoding = ToyHead.encoding(lesions);
    return LesionHead.of(
        ToyBundle.BUNDLE.manifest(), encoding, AnatomyContext.of(ToyBundle.BUNDLE, encoding));
  }

  /** Both balls in one volume. */
  private static Volume both(Volume a, Volume b) {
    float[] out = a.voxels().clone();
    for (int n = 0; n < out.length; n++) {
      out[n] = Math.max(out[n], b.voxels()[n]);
    }
    return new Volume(a.geometry(), out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infarct", "haemorrhage"})
  void aPartThatIsMostlyAnotherDiseaseIsNoMass(String other) {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put(other, ball(LEFT_FRONTAL, 14));
    assertThat(head().parts(MASS)).isEmpty();
    assertThat(head().highestProbability(MASS)).isLessThan(0.5);
    assertThat(head().ml(finding("lesion"))).isCloseTo(BALL_ML, within(2.0));
    assertThat(head().ml(finding(other))).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infarct", "haemorrhage"})
  void aMassWithSomeVoxelsOfAnotherDiseaseStaysWhole(String other) {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    double whole = head().ml(MASS);
    lesions.put(other, ball(LEFT_FRONTAL, 8));
    assertThat(head().parts(MASS)).hasSize(1);
    assertThat(head().ml(MASS)).isEqualTo(whole).isCloseTo(BALL_ML, within(2.0));
  }

  @Test
  void eachPartIsJudgedByItself() {
    lesions.put("lesion", both(ball(LEFT_FRONTAL, 16), ball(RIGHT_FRONTAL, 12)));
    lesions.put("infarct", ball(LEFT_FRONTAL, 16));
    List<LesionPart> parts = head().parts(MASS);
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().volumeMl()).isCloseTo(BALL_ML * 27 / 64, within(1.5));
  }

  @Test
  void aCoreDoesNotMakeAnInfarctAMass() {
    lesions.put("lesion", both(ball(LEFT_FRONTAL, 16), ball(RIGHT_FRONTAL, 12)));
    lesions.put("infarct", ball(LEFT_FRONTAL, 16));
    lesions.put("core", ball(LEFT_FRONTAL, 10));
    assertThat(head().ml(MASS)).isCloseTo(BALL_ML * 27 / 64, within(1.5));
  }

  @Test
  void whiteMatterSpotsAreTakenOffVoxelByVoxel() {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put("wmh", ball(LEFT_FRONTAL, 8));
    assertThat(head().ml(MASS)).isCloseTo(BALL_ML * 7 / 8, within(2.0));
  }

  @Test
  void oedemaLosesBloodByVoxelAndInfarctsByPart() {
    Finding oedema = finding("oedema");
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    lesions.put("haemorrhage", ball(LEFT_FRONTAL, 14));
    assertThat(head().ml(oedema)).isPositive().isLessThan(8);
    lesions.remove("haemorrhage");
    lesions.put("infarct", ball(LEFT_FRONTAL, 14));
    assertThat(head().parts(oedema)).isEmpty();
  }

  @Test
  void aHeadThatDoesNotKnowTheOtherDiseasesDropsNothing() {
    lesions.put("lesion", ball(LEFT_FRONTAL, 16));
    assertThat(head().parts(MASS)).hasSize(1);
  }
}
