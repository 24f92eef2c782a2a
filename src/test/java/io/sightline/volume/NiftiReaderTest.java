package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sightline.dicom.Samples;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NiftiReaderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(NiftiType.class)
  void everyNumberTypeInBothByteOrders(NiftiType type) {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      Path file =
          write(new TestNifti(2, 1, 2).type(type).order(order).values(1, 2, 100, 7).bytes());

      assertThat(readOnly(file).voxels()).containsExactly(1, 2, 100, 7);
    }
  }

  @Test
  void slopeAndInterceptGiveRealValues() {
    Path file = write(new TestNifti(2, 1, 2).scaling(0.5f, -10).values(0, 1, 2, 30).bytes());

    assertThat(readOnly(file).voxels()).containsExactly(-10, -9.5f, -9, 5);
  }

  @Test
  void aSlopeOfZeroMeansNoScaling() {
    Path file = write(new TestNifti(2, 1, 2).scaling(0, -10).values(0, 1, 2, 30).bytes());

    assertThat(readOnly(file).voxels()).containsExactly(0, 1, 2, 30);
  }

  @Test
  void rasBecomesLps() {
    TestNifti nifti = new TestNifti(2, 1, 2).sform(2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30);

    VolumeGeometry g = readOnly(write(nifti.values(0, 0, 0, 0).bytes())).geometry();

    assertThat(g.spacing()).isEqualTo(new Vec3(2, 3, 4));
    assertThat(g.toPatient(1, 0, 1)).isEqualTo(new Vec3(-12, -20, 34));
  }

  /** A quarter turn about z: the first axis points to anterior, the second to left. */
  @Test
  void theQuaternionIsUsedWithoutAnSform() {
    TestNifti nifti = new TestNifti(2, 2, 2).qform(0, 0, Math.sqrt(0.5), 1, 5, 6, 7);

    VolumeGeometry g = readOnly(write(nifti.values(new double[8]).bytes())).geometry();

    assertThat(g.toPatient(1, 0, 0).distance(new Vec3(-5, -7, 7))).isLessThan(1e-6);
    assertThat(g.toPatient(0, 1, 0).distance(new Vec3(-4, -6, 7))).isLessThan(1e-6);
  }

  @Test
  void aSingularSformFallsBackToTheQform() {
    TestNifti nifti =
        new TestNifti(2, 2, 2).qform(0, 0, 0, 1, 5, 6, 7).sform(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);

    NiftiFile file = read(write(nifti.values(new double[8]).bytes()));

    assertThat(file.warnings()).extracting(Warning::code).containsExactly("sform_unusable");
    assertThat(file.volumes().getFirst().geometry().origin()).isEqualTo(new Vec3(-5, -6, 7));
  }

  @Test
  void micrometresAndMetresBecomeMillimetres() {
    TestNifti nifti = new TestNifti(2, 1, 2).sform(2, 0, 0, 1, 0, 2, 0, 0, 0, 0, 2, 0).unit(3);

    assertThat(readOnly(write(nifti.values(0, 0, 0, 0).bytes())).geometry().spacing().x())
        .isCloseTo(0.002, within(1e-12));
  }

  /** The six files hold one volume; every world point must read the same from each. */
  @ParameterizedTest
  @ValueSource(strings = {"LAS", "LPS", "AIL", "PIR", "SRA"})
  void orientationsOfOneVolumeAgreeInTheWorld(String orientation) {
    Volume reference = readOnly(Samples.path("niivue/RAS.nii.gz"));
    Volume other = readOnly(Samples.path("niivue/" + orientation + ".nii.gz"));
    VolumeGeometry g = reference.geometry();
    int compared = 0;
    for (int k = 0; k < g.nz(); k += 7) {
      for (int j = 0; j < g.ny(); j += 7) {
        for (int i = 0; i < g.nx(); i += 7) {
          Vec3 at = other.geometry().toIndex(g.toPatient(i, j, k));
          assertThat(at.minus(rounded(at)).length()).isLessThan(1e-2);
          assertThat(
                  other.at(
                      (int) Math.rint(at.x()), (int) Math.rint(at.y()), (int) Math.rint(at.z())))
              .isEqualTo(reference.at(i, j, k));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(10 * 12 * 10);
  }

  @Test
  void notANumberAndInfinityBecomeZeroWithAWarning() {
    Path file =
        write(
            new TestNifti(2, 1, 2)
                .type(NiftiType.FLOAT64)
                .values(Double.NaN, 1, Double.POSITIVE_INFINITY, 1e300)
                .bytes());

    NiftiFile read = read(file);

    assertThat(read.volumes().getFirst().voxels()).containsExactly(0, 1, 0, 0);
    assertThat(read.warnings())
        .contains(new Warning("not_finite", "3 voxels are not finite numbers and were set to 0."));
  }

  @Test
  void theFourthAxisGivesSeveralVolumes() {
    NiftiFile read =
        read(write(new TestNifti(1, 1, 2).volumes(3).values(1, 2, 3, 4, 5, 6).bytes()));

    assertThat(read.volumes())
        .extracting(Volume::voxels)
        .containsExactly(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
    assertThat(read.warnings())
        .extracting(Warning::code)
        .containsExactly("no_orientation", "time_points");
  }

  @Test
  void gzipIsFoundByContentNotByName() {
    byte[] plain = new TestNifti(2, 1, 2).values(1, 2, 3, 4).bytes();

    assertThat(readOnly(write(gzip(plain))).voxels()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @CsvSource({"0, empty_file", "100, truncated", "350, truncated", "355, truncated"})
  void cutsAreTruncated(int length, String code) {
    byte[] whole = new TestNifti(2, 1, 2).values(1, 2, 3, 4).bytes();

    assertProblem(code, write(Arrays.copyOf(whole, length)));
  }

  @Test
  void cutGzipIsTruncated() {
    byte[] zipped = gzip(new TestNifti(2, 1, 2).values(1, 2, 3, 4).bytes());

    assertProblem("truncated", write(Arrays.copyOf(zipped, zipped.length / 2)));
  }

  @Test
  void gzipInGzipIsNested() {
    assertProblem(
        "nested_archive", write(gzip(gzip(new TestNifti(2, 1, 2).values(1, 2, 3, 4).bytes()))));
  }

  @Test
  void declaredSizesAreHeldAgainstTheFileBeforeMemoryIsTaken() {
    assertProblem("truncated", write(new TestNifti(512, 512, 512).bytes()));
    assertProblem("truncated", write(gzip(new TestNifti(512, 512, 512).bytes())));
    assertProblem("too_large", write(new TestNifti(32767, 32767, 32767).bytes()));
    assertProblem("too_large", write(new TestNifti(2, 2, 2).volumes(5000).bytes()));
  }

  @Test
  void impossibleHeadersAreInvalid() {
    assertProblem("invalid_nifti", write(new TestNifti(-4, 2, 2).bytes()));
    assertProblem("invalid_nifti", write(new TestNifti(0, 2, 2).bytes()));
    assertProblem("invalid_nifti", write(new TestNifti(2, 2, 2).dataOffset(Float.NaN).bytes()));
    assertProblem("invalid_nifti", write(new TestNifti(2, 2, 2).dataOffset(-5).bytes()));
    assertProblem("invalid_nifti", write(new TestNifti(2, 2, 2).magic("ni1").bytes()));
    assertProblem("invalid_nifti", write(new byte[4000]));
  }

  @Test
  void geometryMustBeSound() {
    assertProblem(
        "geometry", write(new TestNifti(2, 1, 2).pixdim(1, 0, 1).values(0, 0, 0, 0).bytes()));
    assertProblem(
        "geometry",
        write(new TestNifti(2, 1, 2).pixdim(1, Float.NaN, 1).values(0, 0, 0, 0).bytes()));
    assertProblem(
        "geometry",
        write(
            new TestNifti(2, 1, 2)
                .sform(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0)
                .values(0, 0, 0, 0)
                .bytes()));
    assertProblem(
        "geometry",
        write(
            new TestNifti(2, 1, 2)
                .sform(1, 0, 0.5, 0, 0, 1, 0, 0, 0, 0, 1, 0)
                .values(0, 0, 0, 0)
                .bytes()));
  }

  @Test
  void aSingleSliceIsNoVolume() {
    assertProblem("no_volume", write(new TestNifti(2, 2, 1).values(0, 0, 0, 0).bytes()));
  }

  @Test
  void coloursAreNoVolume() {
    assertProblem("unsupported_pixel_format", write(new TestNifti(2, 2, 2).typeCode(128).bytes()));
  }

  private NiftiFile read(Path file) {
    return NiftiReader.read(file, VolumeLimits.DEFAULT);
  }

  private Volume readOnly(Path file) {
    NiftiFile read = read(file);
    assertThat(read.volumes()).hasSize(1);
    return read.volumes().getFirst();
  }

  private static void assertProblem(String code, Path file) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> NiftiReader.read(file, VolumeLimits.DEFAULT))
        .satisfies(p -> assertThat(p.code().code()).as(p.detail()).isEqualTo(code))
        .satisfies(p -> assertThat(p.code()).isNotEqualTo(ErrorCode.INTERNAL));
  }

  private Path write(byte[] bytes) {
    try {
      return Files.write(folder.resolve("volume"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static Vec3 rounded(Vec3 v) {
    return new Vec3(Math.rint(v.x()), Math.rint(v.y()), Math.rint(v.z()));
  }
}
