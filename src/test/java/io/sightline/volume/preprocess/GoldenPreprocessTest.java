package io.sightline.volume.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.shared.Cancellation;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec.Resample;
import io.sightline.volume.preprocess.PreprocessSpec.Resample.Antialias;
import io.sightline.volume.preprocess.PreprocessSpec.Resample.Method;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each step against SimpleITK, MONAI, numpy or the kit, on oblique data where it matters. */
class GoldenPreprocessTest {
  private static final float TOLERANCE = 1e-3f;

  @Test
  @DisplayName("trilinear resampling between oblique grids equals SimpleITK's")
  void linear() {
    JsonNode golden = Golden.read("resample-oblique");
    Volume expected = Golden.volume(golden.get("linear"));
    Volume actual = Resampler.linear(Golden.volume(golden.get("source")), expected.geometry(), 0);
    assertClose(actual.voxels(), expected.voxels());
  }

  @Test
  @DisplayName("nearest-neighbour resampling between oblique grids equals SimpleITK's")
  void nearest() {
    JsonNode golden = Golden.read("resample-oblique");
    Volume expected = Golden.volume(golden.get("nearest"));
    Volume actual = Resampler.nearest(Golden.volume(golden.get("source")), expected.geometry(), 0);
    assertClose(actual.voxels(), expected.voxels());
  }

  @Test
  @DisplayName("reorienting an oblique series gives ITK's voxels and geometry for any code")
  void reorient() {
    JsonNode golden = Golden.read("reorient");
    Volume source = Golden.volume(golden.get("source"));
    for (String code : List.of("LPS", "RAS", "PIR", "SAL")) {
      Volume expected = Golden.volume(golden.get("oriented").get(code));
      Volume actual = Reorienter.reorient(source, Orientation.of(code));
      assertThat(actual.voxels()).as(code).isEqualTo(expected.voxels());
      assertThat(actual.geometry().matches(expected.geometry(), 1e-9)).as(code).isTrue();
      assertThat(Orientation.of(actual.geometry()).code()).isEqualTo(code);
    }
  }

  @Test
  @DisplayName("the box filter is the mean over the target voxel's width")
  void boxAverage() {
    JsonNode golden = Golden.read("box-antialias");
    Volume averaged =
        BoxFilter.apply(
            Golden.volume(golden.get("source")), Golden.vec(golden.get("targetSpacing")));
    assertClose(averaged.voxels(), Golden.floats(golden.get("averaged")));
  }

  @Test
  @DisplayName("box filter and trilinear resampling of an oblique series equal the kit's")
  void boxThenLinear() {
    JsonNode golden = Golden.read("box-antialias");
    Volume expected = Golden.volume(golden.get("onto"));
    Volume actual =
        Resampler.resample(
            Golden.volume(golden.get("tilted")),
            expected.geometry(),
            new Resample(Method.LINEAR, Antialias.BOX));
    assertClose(actual.voxels(), expected.voxels());
  }

  @Test
  @DisplayName("the whole brain MR pipeline on two oblique series equals the kit's")
  void pipeline() {
    JsonNode golden = Golden.read("pipeline");
    var series = new LinkedHashMap<String, Volume>();
    series.put("T1", Golden.volume(golden.get("series").get("T1")));
    series.put("FLAIR", Golden.volume(golden.get("series").get("FLAIR")));
    Prepared prepared = new Preprocessor(BrainMr.PREPROCESS).prepare(series, new Cancellation());

    Vec3 origin = Golden.vec(golden.get("origin"));
    assertThat(prepared.grid().origin().distance(origin)).isLessThan(1e-6);
    for (String slot : List.of("T1", "FLAIR")) {
      Volume image = prepared.images().get(slot);
      assertClose(every7th(image), Golden.floats(golden.get("sample").get(slot)));
      assertThat(mean(image))
          .isCloseTo(golden.get("mean").get(slot).asDouble(), within((double) TOLERANCE));
    }
  }

  @Test
  @DisplayName("sliding windows are placed, padded and blended as MONAI's")
  void slidingWindow() {
    JsonNode golden = Golden.read("sliding-window");
    SlidingWindow windows = new SlidingWindow(new Size(10, 8, 6), golden.get("overlap").asDouble());
    for (JsonNode example : golden.get("cases")) {
      JsonNode size = example.get("size");
      var grid =
          io.sightline.volume.VolumeGeometry.axisAligned(
              size.get(0).asInt(),
              size.get(1).asInt(),
              size.get(2).asInt(),
              new Vec3(1, 1, 1),
              new Vec3(0, 0, 0));
      Volume image = new Volume(grid, Golden.floats(example.get("image")));
      List<Volume> logits = windows.run(List.of(image), GoldenPreprocessTest::twoClasses);
      float[] expected = Golden.floats(example.get("logits"));
      assertThat(logits).hasSize(2);
      assertClose(logits.get(0).voxels(), java.util.Arrays.copyOf(expected, grid.voxels()));
      assertClose(
          logits.get(1).voxels(),
          java.util.Arrays.copyOfRange(expected, grid.voxels(), expected.length));
    }
  }

  @Test
  @DisplayName("logits become the same mask in an oblique source grid as by SimpleITK")
  void maskBack() {
    JsonNode golden = Golden.read("way-back");
    Volume expected = Golden.volume(golden.get("mask"));
    Mask mask = GridMapper.mask(Golden.volume(golden.get("logits")), expected.geometry(), 0);
    int different = 0;
    int inside = 0;
    for (int n = 0; n < expected.voxels().length; n++) {
      inside += expected.voxels()[n] > 0 ? 1 : 0;
      different += mask.inside()[n] != (int) expected.voxels()[n] ? 1 : 0;
    }
    assertThat(inside).isGreaterThan(3000);
    assertThat(different).isLessThanOrEqualTo(inside / 1000);
  }

  @Test
  @DisplayName("labels become the same in an oblique source grid as by SimpleITK")
  void labelsBack() {
    JsonNode golden = Golden.read("way-back");
    LabelMap expected = Golden.labels(golden.get("mapped"));
    LabelMap mapped = GridMapper.labels(Golden.labels(golden.get("labels")), expected.geometry());
    assertThat(mapped.labels()).isEqualTo(expected.labels());
  }

  /** The golden network: v (1 + x) and v^2 - x, with x the place within the patch of 10 x 8 x 6. */
  private static float[] twoClasses(float[] patch) {
    float[] logits = new float[2 * patch.length];
    for (int n = 0; n < patch.length; n++) {
      int x = n % 10;
      logits[n] = patch[n] * (1 + x);
      logits[patch.length + n] = patch[n] * patch[n] - x;
    }
    return logits;
  }

  private static float[] every7th(Volume v) {
    var g = v.geometry();
    float[] sample = new float[g.voxels()];
    int n = 0;
    for (int k = 3; k < g.nz(); k += 7) {
      for (int j = 2; j < g.ny(); j += 7) {
        for (int i = 4; i < g.nx(); i += 7) {
          sample[n++] = v.at(i, j, k);
        }
      }
    }
    return java.util.Arrays.copyOf(sample, n);
  }

  private static double mean(Volume v) {
    double sum = 0;
    for (float x : v.voxels()) {
      sum += x;
    }
    return sum / v.voxels().length;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSize(expected.length);
    float worst = 0;
    for (int n = 0; n < actual.length; n++) {
      worst = Math.max(worst, Math.abs(actual[n] - expected[n]));
    }
    assertThat(worst).as("largest difference").isLessThan(TOLERANCE);
  }
}
