package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.report.claim.Laterality;
import io.sightline.segmentation.Overlap;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetMasksTest {
  private static final VolumeGeometry GRID =
      VolumeGeometry.axisAligned(4, 2, 2, new Vec3(2, 2, 2), new Vec3(-3, -1, -1));

  @TempDir Path temp;
  private Path labels = Path.of("");

  /** Along x the labels 1, 2, 3, 0. */
  @BeforeEach
  void write() {
    labels = temp.resolve("targets.nii.gz");
    float[] voxels = new float[GRID.voxels()];
    for (int n = 0; n < voxels.length; n++) {
      voxels[n] = (n % 4 + 1) % 4;
    }
    NiftiWriter.write(new Volume(GRID, voxels), labels);
  }

  private Target target(Integer... values) {
    return new Target(
        "t", List.of(), Laterality.NONE, List.of(), false, false, false, labels, Set.of(values));
  }

  @Test
  void aTargetIsTheVoxelsOfItsLabels() {
    TargetMasks masks = new TargetMasks();
    assertThat(masks.union(List.of(target(2))).count()).isEqualTo(4);
    assertThat(masks.union(List.of(target(1, 3))).count()).isEqualTo(8);
    assertThat(masks.union(List.of(target())).count()).isEqualTo(12);
    assertThat(masks.union(List.of(target(1), target(1, 2))).count()).isEqualTo(8);
    assertThat(masks.union(List.of(target(2))).count()).as("files stay as read").isEqualTo(4);
  }

  /** On a grid of half the voxel size the same box overlaps by all of it. */
  @Test
  void aRegionInAnotherGridIsComparedInTheTruths() {
    VolumeGeometry fine =
        VolumeGeometry.axisAligned(8, 4, 4, new Vec3(1, 1, 1), new Vec3(-3.5, -1.5, -1.5));
    byte[] inside = new byte[fine.voxels()];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (n % 8 < 2 ? 1 : 0);
    }
    Mask truth = new TargetMasks().union(List.of(target(1)));
    Mask region = TargetMasks.onto(new Mask(fine, inside), truth.geometry());
    assertThat(Overlap.of(region, truth).dice()).isEqualTo(1);
    Mask wider = new TargetMasks().union(List.of(target(1, 2)));
    assertThat(Overlap.of(region, wider).dice()).isEqualTo(2.0 * 4 / (4 + 8));
  }

  @Test
  void saysWhichFileIsNoLabelMap() throws Exception {
    Files.writeString(labels, "no image");
    assertThatThrownBy(() -> new TargetMasks().union(List.of(target(1))))
        .isInstanceOf(SetException.class)
        .hasMessageContaining("targets.nii.gz is no label map: ");
  }
}
