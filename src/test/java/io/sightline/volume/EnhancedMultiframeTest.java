package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.dicom.TestImage;
import io.sightline.shared.Warning;
import java.nio.file.Path;
import java.util.List;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.Sequence;
import org.aoju.bus.image.galaxy.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One enhanced MR object of two places and two b-values, stored upside down and interleaved, with a
 * rescale of its own in every frame (DICOM PS3.3 section C.7.6.16).
 */
class EnhancedMultiframeTest {
  private static final int PER_FRAME = 0x52009230;
  private static final int PLANE_POSITION = 0x00209113;
  private static final int PLANE_ORIENTATION = 0x00209116;
  private static final int PIXEL_MEASURES = 0x00289110;
  private static final int PIXEL_VALUES = 0x00289145;
  private static final int DIFFUSION = 0x00189117;
  private static final int B_VALUE = 0x00189087;

  @TempDir private Path folder;

  @Test
  void framesAreSplitOrderedAndRescaledByTheirFunctionalGroups() {
    DicomSeriesFolder series = new DicomSeriesFolder(List.of(write()));

    Assembly assembly = series.assemble();

    assertThat(assembly.warnings()).extracting(Warning::code).containsExactly("b_values");
    assertThat(assembly.volumes()).hasSize(2);
    AssembledVolume low = assembly.volumes().get(0);
    AssembledVolume high = assembly.volumes().get(1);
    assertThat(low.slices()).extracting(Slice::frame).containsExactly(2, 0);
    assertThat(high.slices()).extracting(Slice::frame).containsExactly(3, 1);
    assertThat(low.geometry().spacing()).isEqualTo(new Vec3(0.5, 0.75, 5));
    assertThat(low.geometry().origin()).isEqualTo(new Vec3(-10, -20, 25));
    assertThat(series.load(low).voxels()).containsExactly(90, 60, 10, 20);
    assertThat(series.load(high).voxels()).containsExactly(280, 240, 80, 100);
  }

  /** The slope of frame n is n + 1. */
  private Path write() {
    TestImage image =
        new TestImage(2, 1)
            .text(Tag.NumberOfFrames, VR.IS, "4")
            .pixels(10, 20, 40, 50, 30, 20, 70, 60);
    Attributes data = image.dataset();
    data.remove(Tag.ImagePositionPatient);
    data.remove(Tag.ImageOrientationPatient);
    data.remove(Tag.PixelSpacing);
    Attributes shared = new Attributes();
    item(shared, PLANE_ORIENTATION)
        .setString(Tag.ImageOrientationPatient, VR.DS, "1", "0", "0", "0", "1", "0");
    item(shared, PIXEL_MEASURES).setString(Tag.PixelSpacing, VR.DS, "0.75", "0.5");
    data.newSequence(0x52009229, 1).add(shared);
    Sequence frames = data.newSequence(PER_FRAME, 4);
    for (int n = 0; n < 4; n++) {
      frames.add(frame(30 - 5 * (n / 2), n % 2 == 0 ? 0 : 1000, n + 1));
    }
    return image.write(folder.resolve("enhanced.dcm"));
  }

  private static Attributes frame(int z, double b, int slope) {
    Attributes groups = new Attributes();
    item(groups, PLANE_POSITION)
        .setString(Tag.ImagePositionPatient, VR.DS, "-10", "-20", Integer.toString(z));
    item(groups, DIFFUSION).setDouble(B_VALUE, VR.FD, b);
    Attributes values = item(groups, PIXEL_VALUES);
    values.setString(Tag.RescaleSlope, VR.DS, Integer.toString(slope));
    values.setString(Tag.RescaleIntercept, VR.DS, "0");
    return groups;
  }

  private static Attributes item(Attributes parent, int sequence) {
    Attributes item = new Attributes();
    parent.newSequence(sequence, 1).add(item);
    return item;
  }
}
