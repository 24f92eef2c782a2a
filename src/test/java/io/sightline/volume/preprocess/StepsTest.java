package io.sightline.volume.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity.Method;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity.Within;
import io.sightline.volume.preprocess.PreprocessSpec.Range;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single steps on values that can be checked by hand. */
class StepsTest {
  private static final VolumeGeometry ROW =
      VolumeGeometry.axisAligned(5, 1, 1, new Vec3(1, 1, 1), new Vec3(0, 0, 0));

  private static Volume row(float... v) {
    return new Volume(ROW, v);
  }

  @Test
  void nanAndInfinityBecomeZeroAndCleanVolumesAreNotCopied() {
    Volume dirty = row(1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 5);
    assertThat(Finite.clean(dirty).voxels()).containsExactly(1, 0, 0, 0, 5);
    Volume clean = row(1, 2, 3, 4, 5);
    assertThat(Finite.clean(clean)).isSameAs(clean);
  }

  @Test
  void percentilesInterpolateBetweenRanksLikeNumpy() {
    assertThat(Percentile.of(new float[] {4, 1, 3, 2}, 50)).isEqualTo(2.5);
    assertThat(Percentile.of(new float[] {4, 1, 3, 2}, 99.5)).isCloseTo(3.985, within(1e-6));
    assertThat(Percentile.of(new float[] {7}, 12)).isEqualTo(7);
  }

  @Test
  void percentilesOfManyValuesEqualThoseOfTheSortedArray() {
    Random random = new Random(1);
    float[] values = new float[10_001];
    for (int n = 0; n < values.length; n++) {
      values[n] = random.nextInt(4) == 0 ? (float) random.nextGaussian() : 0;
    }
    float[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    for (int p = 0; p <= 100; p++) {
      assertThat(Percentile.of(values.clone(), p))
          .isCloseTo((double) sorted[p * 100], within(1e-6));
    }
  }

  @Test
  void aBoxOfTwoAndAHalfVoxelsWeighsItsEnds() {
    assertThat(BoxFilter.weights(2.5)).containsExactly(0.3f, 0.4f, 0.3f);
    assertThat(BoxFilter.weights(3)).containsExactly(1 / 3f, 1 / 3f, 1 / 3f);
  }

  @Test
  void axesCoarserThanTheTargetAreNotFiltered() {
    Volume v = Grids.numbered(Grids.cube(6, 3));
    assertThat(BoxFilter.apply(v, new Vec3(2, 2, 3))).isSameAs(v);
  }

  @Test
  void beyondHalfAVoxelOutsideIsOutside() {
    VolumeGeometry wider =
        VolumeGeometry.axisAligned(7, 1, 1, new Vec3(1, 1, 1), new Vec3(-0.6, 0, 0));
    assertThat(Resampler.linear(row(1, 2, 3, 4, 5), wider, -9).voxels())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(-9, 1.4f, 2.4f, 3.4f, 4.4f, 5, -9);
  }

  @Test
  void aClosedShellIsFilledAndAnOpenOneIsNot() {
    VolumeGeometry g = Grids.cube(9, 1);
    Vec3 centre = new Vec3(4, 4, 4);
    Mask shell = Grids.mask(g, p -> Math.abs(max(p.minus(centre)) - 3) < 0.5);
    assertThat(HoleFilling.apply(shell).count()).isEqualTo(7 * 7 * 7);
    byte[] pierced = shell.inside().clone();
    pierced[g.offset(4, 4, 1)] = 0;
    assertThat(HoleFilling.apply(new Mask(g, pierced)).count()).isEqualTo(shell.count() - 1);
  }

  private static double max(Vec3 d) {
    return Math.max(Math.abs(d.x()), Math.max(Math.abs(d.y()), Math.abs(d.z())));
  }

  @Test
  void zScoreUsesTheForegroundAloneAndClampsIt() {
    Mask head = new Mask(ROW, new byte[] {0, 1, 1, 1, 0});
    Volume scaled =
        Intensity.apply(
            row(1000, 1, 3, 5, -1000),
            head,
            new PreprocessSpec.Intensity(
                Method.Z_SCORE, Within.FOREGROUND, new Range(-1, 6), 0.0, null, null));
    double unit = 2 / Math.sqrt(8 / 3.0);
    assertThat(scaled.voxels())
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(0, -1, 0, (float) unit, 0);
  }

  @Test
  void aConstantForegroundBecomesZeroNotNan() {
    Volume scaled =
        Intensity.apply(
            row(3, 3, 3, 3, 3),
            null,
            new PreprocessSpec.Intensity(Method.Z_SCORE, Within.ALL, null, null, null, null));
    assertThat(scaled.voxels()).containsOnly(0);
  }

  @Test
  void clipMapsAWindowToZeroToOne() {
    var ct =
        new PreprocessSpec.Intensity(
            Method.CLIP, Within.ALL, null, null, new Range(-100, 300), null);
    assertThat(Intensity.apply(row(-1000, -100, 100, 300, 2000), null, ct).voxels())
        .containsExactly(0, 0, 0.5f, 1, 1);
  }

  @Test
  void percentileMapsTwoPercentilesOfTheNonzeroToZeroAndOne() {
    var spec =
        new PreprocessSpec.Intensity(
            Method.PERCENTILE, Within.NONZERO, null, null, new Range(0, 50), null);
    assertThat(Intensity.apply(row(0, 10, 20, 30, 40), null, spec).voxels())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(0, 0, 2 / 3f, 1, 1);
  }

  @Test
  void windowsCoverAnAxisAndTheLastEndsWithIt() {
    SlidingWindow windows = new SlidingWindow(new Size(4, 4, 4), 0.5);
    assertThat(windows.starts(9, 4)).isEqualTo(List.of(0, 2, 4, 5));
    assertThat(windows.starts(4, 4)).isEqualTo(List.of(0));
    assertThat(windows.starts(3, 6)).isEqualTo(List.of(-1));
  }

  @Test
  void scannerAxesAreReorderedButNeverRotated() {
    VolumeGeometry sagittal =
        new VolumeGeometry(
            20,
            30,
            10,
            new Vec3(1, 1, 2),
            new Vec3(0, 0, 0),
            new double[] {0, 0, -1, 1, 0, 0, 0, -1, 0});
    VolumeGeometry grid =
        ModelGrid.extent(
            sagittal,
            new PreprocessSpec.Grid(
                "LPS", new Vec3(2, 2, 2), null, PreprocessSpec.Grid.Axes.SCANNER));
    assertThat(Orientation.of(sagittal).code()).isEqualTo("PIR");
    assertThat(Orientation.of(grid).code()).isEqualTo("LPS");
    assertThat(List.of(grid.nx(), grid.ny(), grid.nz())).isEqualTo(List.of(10, 10, 15));
    assertThat(grid.origin()).isEqualTo(new Vec3(-18, 0, -29));
  }

  @Test
  void anAbsurdExtentIsRefusedBeforeMemoryIsTaken() {
    VolumeGeometry vast =
        VolumeGeometry.axisAligned(2, 2, 2, new Vec3(9000, 9000, 9000), new Vec3(0, 0, 0));
    var series = new LinkedHashMap<String, Volume>();
    series.put("T1", new Volume(vast, new float[8]));
    assertThatThrownBy(
            () -> new Preprocessor(BrainMr.PREPROCESS).prepare(series, new Cancellation()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GEOMETRY))
        .hasMessageContaining("9000 x 9000 x 9000 mm");
  }

  @Test
  void nothingToPrepareIsNoVolume() {
    assertThatThrownBy(
            () ->
                new Preprocessor(BrainMr.PREPROCESS)
                    .prepare(new LinkedHashMap<>(), new Cancellation()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_VOLUME));
  }

  @Test
  void anEmptyHeadStillGivesAGridAndZeros() {
    var series = new LinkedHashMap<String, Volume>();
    series.put("T1", new Volume(Grids.cube(40, 4), new float[40 * 40 * 40]));
    Prepared prepared = new Preprocessor(BrainMr.PREPROCESS).prepare(series, new Cancellation());
    assertThat(prepared.images().get("T1").voxels()).hasSize(80 * 112 * 96).containsOnly(0);
  }
}
