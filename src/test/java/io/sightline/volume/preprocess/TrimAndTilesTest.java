package io.sightline.volume.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.HaloTiles.Tile;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity.Method;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity.Within;
import io.sightline.volume.preprocess.PreprocessSpec.Range;
import io.sightline.volume.preprocess.PreprocessSpec.Saturate;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrimAndTilesTest {
  /** A bright box of 6 x 8 x 10 mm inside air, in a scanner grid of another orientation. */
  private static Volume box() {
    VolumeGeometry g =
        new VolumeGeometry(
            30,
            24,
            20,
            new Vec3(1, 1, 1),
            new Vec3(10, 20, -5),
            new double[] {-1, 0, 0, 0, -1, 0, 0, 0, 1});
    float[] v = new float[g.voxels()];
    for (int k = 4; k < 14; k++) {
      for (int j = 8; j < 16; j++) {
        for (int i = 12; i < 18; i++) {
          v[g.offset(i, j, k)] = 100 + i;
        }
      }
    }
    v[g.offset(1, 1, 1)] = 5000; // one bright speck
    return new Volume(g, v);
  }

  private static Prepared conformed(PreprocessSpec.Trim trim) {
    var spec =
        new PreprocessSpec(
            new PreprocessSpec.Grid("LIA", new Vec3(1, 1, 1), new Size(40, 40, 40), null),
            new PreprocessSpec.Resample(PreprocessSpec.Resample.Method.LINEAR, null),
            new PreprocessSpec.Foreground(99, 0.1, false),
            null,
            new Intensity(
                Method.PERCENTILE,
                Within.ALL,
                null,
                null,
                new Range(0, 100),
                new Saturate(99, Within.NONZERO)),
            trim,
            null);
    var volumes = new LinkedHashMap<String, Volume>();
    volumes.put("image", box());
    return new Preprocessor(spec).prepare(volumes, new Cancellation());
  }

  @Test
  void trimmingKeepsTheForegroundItsMarginAndItsPlace() {
    Prepared p = conformed(new PreprocessSpec.Trim(2, 4));
    VolumeGeometry g = p.grid();
    // LIA: x runs to the left, y down, z to the front
    assertThat(List.of(g.nx(), g.ny(), g.nz())).containsExactly(6 + 4, 10 + 4, 8 + 4);
    assertThat(Orientation.of(g).code()).isEqualTo("LIA");
    Vec3 inside = box().geometry().toPatient(17, 8, 4);
    Vec3 at = g.toIndex(inside);
    Volume image = p.images().get("image");
    assertThat(image.at((int) Math.rint(at.x()), (int) Math.rint(at.y()), (int) Math.rint(at.z())))
        .isEqualTo(1f);
    assertThat(image.at(0, 0, 0)).isZero();
  }

  @Test
  void intensitiesAreScaledBeforeTheCutAndTheSpeckIsSaturated() {
    Prepared whole = conformed(null);
    assertThat(whole.grid().voxels()).isEqualTo(64000);
    float most = 0;
    for (float v : conformed(new PreprocessSpec.Trim(2, 4)).images().get("image").voxels()) {
      most = Math.max(most, v);
    }
    assertThat(most).isEqualTo(1f);
    // 112 / 117: had the speck counted, it would be 112 / 5000
    Vec3 at = whole.grid().toIndex(box().geometry().toPatient(12, 10, 6));
    assertThat(
            whole
                .images()
                .get("image")
                .at((int) Math.rint(at.x()), (int) Math.rint(at.y()), (int) Math.rint(at.z())))
        .isEqualTo(112 / 117f);
  }

  @Test
  void nothingInTheForegroundKeepsTheGrid() {
    assertThat(conformed(new PreprocessSpec.Trim(2, 1_000_000)).grid().voxels()).isEqualTo(64000);
  }

  @Test
  void coresCoverEachVoxelOnceAndTilesStayWithinTheirSize() {
    VolumeGeometry grid = Grids.turned(23, 40, 9, new Vec3(1, 1, 1), new Vec3(0, 0, 0), 0, 0, 0);
    List<Tile> tiles = HaloTiles.of(grid, 2500, 3);
    int[] seen = new int[grid.voxels()];
    for (Tile t : tiles) {
      assertThat(t.size().x() * t.size().y() * t.size().z()).isLessThanOrEqualTo(2500);
      for (int k = t.coreZ(); k < t.coreZ() + t.core().z(); k++) {
        for (int j = t.coreY(); j < t.coreY() + t.core().y(); j++) {
          for (int i = t.coreX(); i < t.coreX() + t.core().x(); i++) {
            seen[grid.offset(i, j, k)]++;
          }
        }
      }
      assertThat(t.coreY() - t.y()).isEqualTo(Math.min(3, t.coreY()));
      assertThat(t.y() + t.size().y()).isEqualTo(Math.min(40, t.coreY() + t.core().y() + 3));
    }
    assertThat(seen).containsOnly(1);
    assertThat(tiles).hasSizeGreaterThan(2);
  }

  @Test
  void theCutThatCostsLeastIsTaken() {
    // a whole head of 256^3 for a network of 104 classes whose logits may fill two gigabytes
    List<Tile> tiles = HaloTiles.of(Grids.cube(256, 1), Integer.MAX_VALUE / 4 / 104, 45);
    assertThat(tiles).hasSize(2 * 2 * 4);
    assertThat(HaloTiles.of(Grids.cube(20, 1), 8000, 5)).hasSize(1);
    assertThatThrownBy(() -> HaloTiles.of(Grids.cube(256, 1), 1000, 45))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aWindowThatIsAllHaloIsRefused() {
    assertThatThrownBy(() -> new PreprocessSpec.Window(new Size(8, 8, 8), 0, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
