package io.sightline.volume.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.segmentation.Overlap;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every grid, whatever its orientation and spacing. */
class GridPropertiesTest {

  @Provide
  Arbitrary<VolumeGeometry> grids() {
    return Grids.anyOblique();
  }

  @Provide
  Arbitrary<String> codes() {
    return Arbitraries.of("LPS", "RAS", "LPI", "PIR", "SAL", "IRA", "ASR");
  }

  @Property(tries = 200)
  void aVoxelIndexSurvivesTheWayToThePatientAndBack(
      @ForAll("grids") VolumeGeometry g,
      @ForAll @DoubleRange(min = -5, max = 40) double i,
      @ForAll @DoubleRange(min = -5, max = 40) double j) {
    Vec3 back = g.toIndex(g.toPatient(i, j, 1.5));
    assertThat(back.distance(new Vec3(i, j, 1.5))).isLessThan(1e-9);
  }

  @Property(tries = 30)
  void resamplingOntoItsOwnGridChangesNothing(@ForAll("grids") VolumeGeometry g) {
    Volume v = Grids.numbered(g);
    float[] linear = Resampler.linear(v, g, Float.NaN).voxels();
    for (int n = 0; n < linear.length; n++) {
      assertThat(linear[n]).isCloseTo(v.voxels()[n], within(1e-3f));
    }
    assertThat(Resampler.nearest(v, g, Float.NaN).voxels()).isEqualTo(v.voxels());
  }

  @Property(tries = 40)
  void reorientingThereAndBackGivesTheSameVolume(
      @ForAll("grids") VolumeGeometry g, @ForAll("codes") String code) {
    Volume v = Grids.numbered(g);
    Orientation before = Orientation.of(g);
    Volume there = Reorienter.reorient(v, Orientation.of(code));
    assertThat(Orientation.of(there.geometry()).code()).isEqualTo(code);
    Volume back = Reorienter.reorient(there, before);
    assertThat(back.voxels()).isEqualTo(v.voxels());
    assertThat(back.geometry().matches(g, 1e-9)).isTrue();
  }

  @Property(tries = 40)
  void aVoxelKeepsItsPlaceInThePatientWhenReoriented(
      @ForAll("grids") VolumeGeometry g, @ForAll("codes") String code) {
    Volume v = Grids.numbered(g);
    Volume turned = Reorienter.reorient(v, Orientation.of(code));
    Vec3 place = turned.geometry().toPatient(1, 0, 1);
    Vec3 index = g.toIndex(place);
    assertThat(turned.at(1, 0, 1))
        .isEqualTo(
            v.at(
                (int) Math.round(index.x()),
                (int) Math.round(index.y()),
                (int) Math.round(index.z())));
  }

  @Property(tries = 40)
  void cuttingAWindowAndPuttingItBackKeepsWhatItCovered(
      @ForAll("grids") VolumeGeometry g,
      @ForAll @IntRange(min = -6, max = 12) int x,
      @ForAll @IntRange(min = -6, max = 12) int y,
      @ForAll @IntRange(min = 1, max = 20) int n) {
    Volume v = Grids.numbered(g);
    Volume cut = CropPad.apply(v, x, y, -1, new Size(n, n, n), -999);
    Volume back = CropPad.apply(cut, -x, -y, 1, new Size(g.nx(), g.ny(), g.nz()), -999);
    assertThat(back.geometry().matches(g, 1e-6)).isTrue();
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          boolean covered = i >= x && i < x + n && j >= y && j < y + n && k >= -1 && k < n - 1;
          assertThat(back.at(i, j, k)).isEqualTo(covered ? v.at(i, j, k) : -999);
        }
      }
    }
  }

  @Property(tries = 30)
  void aMaskSurvivesTheWayToAnObliqueSourceAndBack(
      @ForAll @DoubleRange(min = -60, max = 60) double x,
      @ForAll @DoubleRange(min = -60, max = 60) double y,
      @ForAll @DoubleRange(min = -60, max = 60) double z) {
    VolumeGeometry model = Grids.turned(40, 40, 40, new Vec3(2, 2, 2), new Vec3(5, -3, 8), 0, 0, 0);
    VolumeGeometry source =
        Grids.turned(120, 110, 70, new Vec3(0.9, 1.0, 1.6), new Vec3(5, -3, 8), x, y, z);
    Mask ball = Grids.ball(model, new Vec3(8, 0, 4), 18);
    Mask there = GridMapper.mask(ball, source);
    assertThat(there.volumeMl()).isCloseTo(ball.volumeMl(), within(0.03 * ball.volumeMl()));
    assertThat(Overlap.of(GridMapper.mask(there, model), ball).dice()).isGreaterThan(0.97);
  }

  @Property(tries = 20)
  void mappingOnlyTheBoxOfAMaskEqualsMappingEverything(@ForAll("grids") VolumeGeometry target) {
    VolumeGeometry model =
        Grids.turned(
            20, 20, 20, new Vec3(2, 2, 2), target.toPatient(target.nx() / 2.0, 1, 1), 0, 0, 0);
    Volume logits = Grids.numbered(model);
    byte[] fast = GridMapper.mask(logits, target, 55).inside();
    float[] plain = Resampler.linear(logits, target, Float.NEGATIVE_INFINITY).voxels();
    for (int n = 0; n < fast.length; n++) {
      assertThat(fast[n] != 0).isEqualTo(plain[n] > 55);
    }
  }

  @Property(tries = 20)
  void labelsOnTheirOwnGridStay(@ForAll("grids") VolumeGeometry g) {
    byte[] labels = new byte[g.voxels()];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = (byte) (n % 200);
    }
    assertThat(GridMapper.labels(new LabelMap(g, labels), g).labels()).isEqualTo(labels);
  }
}
