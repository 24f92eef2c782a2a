package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.FrameCodec;
import io.sightline.dicom.Samples;
import io.sightline.dicom.TestImage;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From generated objects to voxels, without a codec. */
class VolumeLoaderTest {
  private static final FrameCodec NONE =
      (coding, _, _) -> {
        throw new AssertionError("asked for " + coding);
      };

  @TempDir private Path folder;
  private final List<Path> files = new ArrayList<>();

  @Test
  void missingSlicesAreInterpolated() {
    for (int z : new int[] {0, 1, 3, 4}) {
      slice(0, 0, z).pixels(10 * z, 100).write(next());
    }

    Volume v = load();

    assertThat(v.voxels()).containsExactly(0, 100, 10, 100, 20, 100, 30, 100, 40, 100);
  }

  @Test
  void unevenSlicesAreResampled() {
    for (double z : new double[] {0, 1, 2, 3.5, 4.5}) {
      slice(0, 0, z).pixels((int) (10 * z), 0).write(next());
    }

    Volume v = load();

    assertThat(IntStream.range(0, v.geometry().nz()).mapToObj(k -> v.at(0, 0, k)))
        .containsExactly(0f, 10f, 20f, 30f, 40f, 45f);
  }

  @Test
  void eachSliceHasItsOwnRescale() {
    slice(0, 0, 0).pixels(1, 2).text(Tag.RescaleSlope, VR.DS, "2").write(next());
    slice(0, 0, 1)
        .pixels(1, 2)
        .text(Tag.RescaleSlope, VR.DS, "0.5")
        .text(Tag.RescaleIntercept, VR.DS, "-10")
        .write(next());

    assertThat(load().voxels()).containsExactly(2, 4, -9.5f, -9);
  }

  @Test
  void monochrome1IsTurnedSoThatMoreIsBrighter() {
    for (int z = 0; z < 2; z++) {
      slice(0, 0, z)
          .bits(16, 12, false)
          .text(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME1")
          .pixels(0, 4000)
          .write(next());
    }

    assertThat(load().voxels()).containsExactly(4095, 95, 4095, 95);
  }

  @Test
  void hounsfieldUnitsAreTheSameHoweverTheyAreShown() {
    for (int z = 0; z < 2; z++) {
      ct(0, 0, z)
          .text(Tag.PhotometricInterpretation, VR.CS, "MONOCHROME1")
          .pixels(1024, 1124)
          .write(next());
    }

    assertThat(load().voxels()).containsExactly(0, 100, 0, 100);
  }

  @Test
  void paddingIsAirInCtAndNothingElsewhere() {
    for (int z = 0; z < 2; z++) {
      ct(0, 0, z).number(Tag.PixelPaddingValue, 63536).pixels(63536, 1124).write(next());
    }
    assertThat(load().voxels()).containsExactly(-1024, 100, -1024, 100);

    files.clear();
    for (int z = 0; z < 2; z++) {
      slice(0, 0, z)
          .number(Tag.PixelPaddingValue, 500)
          .number(Tag.PixelPaddingRangeLimit, 600)
          .pixels(555, 700)
          .write(next());
    }
    assertThat(load().voxels()).containsExactly(0, 700, 0, 700);
  }

  /** A bright point that lies at the same place in the patient on every slice of a tilted stack. */
  @Test
  void tiltedStacksAreSetUpright() {
    int rows = 12;
    for (int k = 0; k < 5; k++) {
      int[] pixels = new int[rows];
      pixels[8 - k] = 1000;
      new TestImage(1, rows)
          .text(Tag.Modality, VR.CS, "CT")
          .text(Tag.SOPInstanceUID, VR.UI, "1.2.3.4." + (k + 1))
          .text(Tag.ImagePositionPatient, VR.DS, "0", "" + k, "" + 4 * k)
          .text(Tag.RescaleIntercept, VR.DS, "-1024")
          .pixels(pixels)
          .write(next());
    }

    Volume v = load();

    for (int k = 0; k < 5; k++) {
      Vec3 at = v.geometry().toIndex(new Vec3(0, 8, 4 * k));
      assertThat(v.at((int) at.x(), (int) Math.rint(at.y()), (int) Math.rint(at.z())))
          .isEqualTo(-24f);
    }
    assertThat(v.at(0, 0, 4)).as("outside the last slice").isEqualTo(-1024f);
  }

  @Test
  void framesOfAnEnhancedObjectAreOrderedByPlace() {
    DicomSeriesFolder multiframe =
        new DicomSeriesFolder(List.of(Samples.path("dcmqi/multiframe.dcm")));
    DicomSeriesFolder classic =
        new DicomSeriesFolder(
            IntStream.rangeClosed(1, 3)
                .mapToObj(i -> Samples.path("dcmqi/slices/IMG000" + i + ".dcm"))
                .toList());

    Volume v = multiframe.loadOnly();

    assertThat(v.geometry().nz()).isEqualTo(3);
    assertThat(v.geometry().matches(classic.loadOnly().geometry(), 1e-3)).isTrue();
    assertThat(v.voxels()).containsExactly(classic.loadOnly().voxels());
    // golden: pydicom 3.0.2, 315 voxels of value 1, all in the middle slice
    assertThat(IntStream.range(24 * 38, 2 * 24 * 38).mapToDouble(i -> v.voxels()[i]).sum())
        .isEqualTo(315);
  }

  @Test
  void aSliceThatIsGoneIsAProblem() {
    slice(0, 0, 0).pixels(1, 2).write(next());
    slice(0, 0, 1).pixels(1, 2).write(next());
    DicomSeriesFolder series = new DicomSeriesFolder(files);
    AssembledVolume volume = series.assemble().volumes().getFirst();

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () ->
                new VolumeLoader(DicomLimits.DEFAULT, NONE)
                    .load(volume, uid -> folder.resolve("gone")))
        .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  private TestImage slice(double x, double y, double z) {
    return new TestImage(2, 1)
        .text(Tag.SOPInstanceUID, VR.UI, "1.2.3.4." + (files.size() + 1))
        .text(Tag.ImagePositionPatient, VR.DS, "" + x, "" + y, "" + z);
  }

  private TestImage ct(double x, double y, double z) {
    return slice(x, y, z)
        .text(Tag.Modality, VR.CS, "CT")
        .text(Tag.RescaleIntercept, VR.DS, "-1024");
  }

  private Path next() {
    files.add(folder.resolve(files.size() + ".dcm"));
    return files.getLast();
  }

  private Volume load() {
    return new DicomSeriesFolder(files).loadOnly();
  }
}
