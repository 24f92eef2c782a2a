package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Grids;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RegionMeasurerTest {
  private static final VolumeGeometry ANISOTROPIC =
      VolumeGeometry.axisAligned(40, 30, 12, new Vec3(0.5, 1, 3), new Vec3(-10, 20, -30));

  @Provide
  Arbitrary<VolumeGeometry> grids() {
    return Grids.anyOblique();
  }

  /** Voxels i 4..13, j 5..9, k 2..4. */
  private static Mask box() {
    byte[] inside = new byte[ANISOTROPIC.voxels()];
    for (int k = 2; k <= 4; k++) {
      for (int j = 5; j <= 9; j++) {
        for (int i = 4; i <= 13; i++) {
          inside[ANISOTROPIC.offset(i, j, k)] = 1;
        }
      }
    }
    return new Mask(ANISOTROPIC, inside);
  }

  @Test
  void aBoxHasItsCountItsDiagonalAndItsCorners() {
    RegionMeasurement m = RegionMeasurer.measure(box());
    assertThat(m.volumeMl()).isCloseTo(150 * 1.5 / 1000, within(1e-12));
    assertThat(m.maxDiameterMm()).isCloseTo(Math.sqrt(4.5 * 4.5 + 4 * 4 + 6 * 6), within(1e-9));
    assertThat(m.centroid().distance(new Vec3(-10 + 8.5 * 0.5, 27, -21))).isLessThan(1e-9);
    assertThat(m.boxMin()).isEqualTo(new Vec3(-8, 25, -24));
    assertThat(m.boxMax()).isEqualTo(new Vec3(-3.5, 29, -18));
    assertThat(m.components()).isEqualTo(1);
  }

  @Test
  void aBallOfRadius15HasItsVolumeAndDiameter() {
    VolumeGeometry g = Grids.cube(41, 1);
    RegionMeasurement m = RegionMeasurer.measure(Grids.ball(g, new Vec3(20, 20, 20), 15));
    assertThat(m.maxDiameterMm()).isEqualTo(30);
    assertThat(m.volumeMl()).isCloseTo(4 / 3.0 * Math.PI * 3.375, within(0.1));
    assertThat(m.centroid().distance(new Vec3(20, 20, 20))).isLessThan(1e-9);
    assertThat(m.keySlice()).isEqualTo(20);
  }

  @Test
  void theDiameterIsThatOfTheLargestPartAloneWhateverIsFarAway() {
    VolumeGeometry g = Grids.cube(60, 1);
    Mask two =
        Grids.mask(
            g, p -> p.distance(new Vec3(15, 15, 15)) <= 8 || p.distance(new Vec3(50, 50, 50)) <= 3);
    RegionMeasurement m = RegionMeasurer.measure(two);
    assertThat(m.maxDiameterMm()).isEqualTo(16);
    assertThat(m.components()).isEqualTo(2);
    assertThat(m.boxMax()).isEqualTo(new Vec3(53, 53, 53));
  }

  @Test
  void oneVoxelHasNoDiameter() {
    byte[] inside = new byte[ANISOTROPIC.voxels()];
    inside[ANISOTROPIC.offset(3, 4, 5)] = 1;
    RegionMeasurement m = RegionMeasurer.measure(new Mask(ANISOTROPIC, inside));
    assertThat(m.maxDiameterMm()).isZero();
    assertThat(m.keySlice()).isEqualTo(5);
    assertThat(m.centroid()).isEqualTo(ANISOTROPIC.toPatient(3, 4, 5));
  }

  @Test
  void anEmptyMaskHasNoMeasure() {
    Mask empty = new Mask(ANISOTROPIC, new byte[ANISOTROPIC.voxels()]);
    assertThatThrownBy(() -> RegionMeasurer.measure(empty)).hasMessageContaining("empty mask");
  }

  @Property(tries = 60)
  void theDiameterEqualsTheLongestOfAllPairsOnAnyGrid(
      @ForAll("grids") VolumeGeometry g, @ForAll @LongRange(min = 0, max = 1000) long seed) {
    Random random = new Random(seed);
    int[] offsets = random.ints(40, 0, g.voxels()).distinct().sorted().toArray();
    double longest = 0;
    for (int a : offsets) {
      for (int b : offsets) {
        longest = Math.max(longest, centre(g, a).distance(centre(g, b)));
      }
    }
    assertThat(FeretDiameter.of(offsets, g)).isCloseTo(longest, within(1e-9));
  }

  private static Vec3 centre(VolumeGeometry g, int n) {
    return g.toPatient(n % g.nx(), n / g.nx() % g.ny(), n / (g.nx() * g.ny()));
  }
}
