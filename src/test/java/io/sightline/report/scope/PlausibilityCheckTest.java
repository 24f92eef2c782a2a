package io.sightline.report.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.Plausibility;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.volume.Vec3;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What the segmented anatomy has to look like. */
class PlausibilityCheckTest {
  private static final Plausibility LIMITS = new Plausibility(List.of(10.0, 100.0), 3, 0.1);

  private static List<StructureMeasure> structures(double... ml) {
    return DoubleStream.of(ml)
        .mapToObj(
            v -> new StructureMeasure(new LabelSpec(1, "s", null, null), v, new Vec3(0, 0, 0)))
        .toList();
  }

  @Test
  void enoughStructuresOfEnoughVolumeAreABrain() {
    assertThat(PlausibilityCheck.check(structures(20, 5, 0.1), LIMITS)).isEmpty();
  }

  @Test
  void specksAreNoStructures() {
    assertThat(PlausibilityCheck.check(structures(20, 5, 0.09, 0.01, 0.01), LIMITS))
        .hasValueSatisfying(
            r -> assertThat(r.reason()).contains("only 2 brain structures", "at least 3"));
  }

  @Test
  void aBrainOfAnImpossibleSizeIsNone() {
    assertThat(PlausibilityCheck.check(structures(99, 5, 5), LIMITS))
        .hasValueSatisfying(r -> assertThat(r.reason()).contains("109 mL; a head has 10 to 100"));
  }

  @Test
  void nothingDeclaredIsNothingChecked() {
    assertThat(PlausibilityCheck.check(List.of(), null)).isEmpty();
    assertThat(PlausibilityCheck.check(List.of(), new Plausibility(List.of(), null, 0))).isEmpty();
  }
}
