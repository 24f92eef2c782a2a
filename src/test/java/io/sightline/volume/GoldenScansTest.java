package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.SharedData;
import io.sightline.shared.Warning;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Real scans against SimpleITK 2.5.7 (GDCM 3), which read the same slices sorted along the normal.
 * Sums are over all voxels; points are (i, j, k) and their LPS millimetres.
 */
class GoldenScansTest {

  @Test
  void sagittalMprageInJpegLs() {
    Volume v = series("ohif_mprage_freesurfer_seg/mr").loadOnly();

    VolumeGeometry g = v.geometry();
    assertThat(List.of(g.nx(), g.ny(), g.nz())).containsExactly(256, 256, 128);
    assertThat(g.spacing().z()).isCloseTo(1.3300000429, within(1e-6));
    assertPoint(g.toPatient(0, 0, 0), 85.69229084, -123.869376, 159.9340761);
    assertPoint(g.toPatient(128, 64, 127), -83.21771461, -12.7556167148, 69.7468680408);
    assertThat(sum(v)).isEqualTo(627142434.0);
    assertThat(max(v)).isEqualTo(943f);
    assertThat(v.at(128, 128, 64)).isEqualTo(271f);
    assertThat(v.at(85, 85, 42)).isEqualTo(89f);
    assertThat(v.at(64, 128, 0)).isEqualTo(11f);
  }

  @Test
  void abdominalCtInJpeg2000WithoutUids() {
    DicomSeriesFolder folder = series("totalsegmentator/example_ct_dicom");
    Volume v = folder.loadOnly();

    assertThat(folder.assemble().warnings()).extracting(Warning::code).contains("missing_uid");
    assertThat(folder.headers())
        .extracting(h -> h.series().uid())
        .containsOnly(folder.headers().getFirst().series().uid());
    assertThat(v.geometry().nz()).isEqualTo(20);
    assertPoint(v.geometry().toPatient(0, 0, 0), -249.51171875, -437.51171875, -804.5);
    assertThat(sum(v)).isEqualTo(-3272217339.0);
    assertThat(v.at(256, 256, 10)).isEqualTo(-47f);
    assertThat(v.at(128, 256, 0)).isEqualTo(95f);
    assertThat(v.at(256, 128, 19)).isEqualTo(-989f);
  }

  /** GE marks what lies outside its circle with -3024, which no tissue has; it is read as air. */
  @Test
  void signedChestCtWithPaddingInJpegLs() {
    Volume v = series("ohif_acrin_nsclc_petct/ct").loadOnly();

    assertThat(v.geometry().nz()).isEqualTo(72);
    assertThat(v.at(256, 256, 36)).isEqualTo(14f);
    assertThat(v.at(170, 170, 24)).isEqualTo(36f);
    assertThat(v.at(256, 128, 71)).isEqualTo(-90f);
    assertThat(v.at(0, 0, 0)).isEqualTo(-1024f);
    assertThat(max(v)).isEqualTo(1326f);
  }

  /** Each PET slice has its own Rescale Slope: 0.901561, 0.378841 and 0.704944 for these three. */
  @Test
  void petIsRescaledSliceBySlice() {
    Volume v = series("ohif_acrin_nsclc_petct/pt").loadOnly();

    assertThat(v.geometry().nz()).isEqualTo(135);
    assertThat(v.geometry().origin().z()).isCloseTo(-360.2000122, within(1e-6));
    assertThat(sliceSum(v, 0)).isCloseTo(5207784.173, within(1.0));
    assertThat(sliceSum(v, 60)).isCloseTo(6272370.044, within(1.0));
    assertThat(sliceSum(v, 134)).isCloseTo(5799018.792, within(1.0));
    assertThat(v.at(64, 64, 60)).isCloseTo(5825.8169f, within(1e-2f));
    assertThat(v.at(70, 50, 60)).isCloseTo(9959.7299f, within(1e-2f));
    assertThat(max(v)).isCloseTo(121329.975f, within(0.1f));
  }

  @Test
  void obliqueDynamicMr() {
    Volume v = series("ohif_prostatex0207_dce_dwi/12_tfl_dyn_fast_tra_1_5x1_5_t3_5sec").loadOnly();

    assertPoint(v.geometry().toPatient(64, 32, 15), -10.42518329, -10.73277583, -4.15102735);
    assertThat(sum(v)).isEqualTo(31861480.0);
    assertThat(v.at(64, 32, 15)).isEqualTo(153f);
  }

  private static DicomSeriesFolder series(String name) {
    Path folder = SharedData.require(name);
    return new DicomSeriesFolder(SharedData.files(folder));
  }

  private static void assertPoint(Vec3 point, double x, double y, double z) {
    assertThat(point.distance(new Vec3(x, y, z))).isLessThan(1e-3);
  }

  private static double sum(Volume v) {
    return IntStream.range(0, v.voxels().length).mapToDouble(i -> v.voxels()[i]).sum();
  }

  private static double sliceSum(Volume v, int k) {
    int size = v.geometry().nx() * v.geometry().ny();
    return IntStream.range(k * size, (k + 1) * size).mapToDouble(i -> v.voxels()[i]).sum();
  }

  private static float max(Volume v) {
    return (float)
        IntStream.range(0, v.voxels().length).mapToDouble(i -> v.voxels()[i]).max().orElseThrow();
  }
}
