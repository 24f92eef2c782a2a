package io.sightline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.document.KeySlice;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NiftiExportTest {
  private static final VolumeGeometry LINE =
      VolumeGeometry.axisAligned(6, 1, 1, new Vec3(1, 1, 1), new Vec3(0, 0, 0));

  private static Region region(String id, double ml) {
    return new Region(
        id,
        "mass",
        null,
        "mass",
        "1.2",
        0,
        0.9,
        "mask-decoder",
        ml,
        10,
        1,
        List.of(0.0, 0.0, 0.0),
        List.of(),
        "left",
        List.of(),
        "#e69f00",
        new KeySlice(null, 0),
        "");
  }

  @Test
  void theSmallerRegionLiesOnTopAndItsNumberIsItsValue() {
    ExportMaterial material =
        new ExportMaterial() {
          @Override
          public Report report() {
            throw new UnsupportedOperationException();
          }

          @Override
          public Mask mask(Region r) {
            boolean whole = r.id().equals("r2");
            return new Mask(
                LINE, whole ? new byte[] {1, 1, 1, 1, 1, 0} : new byte[] {0, 1, 1, 0, 0, 0});
          }

          @Override
          public Optional<Volume> volume(String series, int index) {
            return Optional.empty();
          }

          @Override
          public Optional<VolumeGeometry> geometry(String series, int index) {
            return Optional.empty();
          }
        };
    LabelMap map = NiftiExport.labels(material, List.of(region("r7", 2), region("r2", 5)));
    assertThat(map.labels()).containsExactly(2, 7, 7, 2, 2, 0);
  }
}
