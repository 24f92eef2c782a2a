package io.sightline.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.OutputSpec.Activation;
import io.sightline.inference.FakeTensor;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingScoresTest {
  private static Map<String, Double> read(Activation activation, float... given) {
    OutputSpec spec =
        new OutputSpec(
            "finding_scores",
            activation,
            null,
            null,
            List.of(
                new LabelSpec(0, "mass", null, null),
                new LabelSpec(2, "midline-shift", null, null)));
    return FindingScores.of(
        spec,
        name ->
            name.equals("finding_scores")
                ? FakeTensor.of(new long[] {1, given.length}, given)
                : null);
  }

  @Test
  void probabilitiesAreTakenAsTheyAreAndLogitsThroughASigmoid() {
    assertThat(read(Activation.NONE, 0.25f, 0, 0.75f))
        .isEqualTo(Map.of("mass", 0.25, "midline-shift", 0.75));
    assertThat(read(Activation.SIGMOID, 0, 0, 2).get("midline-shift"))
        .isCloseTo(0.8808, within(1e-4));
  }

  @Test
  void whatIsNoProbabilityIsCutAndWhatIsNoNumberIsLeftOut() {
    assertThat(read(Activation.NONE, 1.5f, 0, Float.NaN)).isEqualTo(Map.of("mass", 1.0));
  }

  @Test
  void anEncoderWithoutTheOutputGivesNone() {
    assertThat(FindingScores.of(null, _ -> null)).isEmpty();
    OutputSpec declared = new OutputSpec("finding_scores", Activation.NONE, null, null, List.of());
    assertThat(FindingScores.of(declared, _ -> null)).isEmpty();
  }

  @Test
  void aLabelWithoutAScoreIsAnInvalidBundle() {
    assertThatThrownBy(() -> read(Activation.NONE, 0.5f, 0.5f))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_BUNDLE))
        .hasMessageContaining("no score for midline-shift");
  }
}
