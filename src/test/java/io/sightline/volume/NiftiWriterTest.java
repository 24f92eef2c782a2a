package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.dicom.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NiftiWriterTest {
  @TempDir private Path folder;

  @Test
  void wholeNumbersAreWrittenAsShortsAndOthersAsFloats() {
    VolumeGeometry g = VolumeGeometry.axisAligned(2, 1, 2, new Vec3(1, 2, 3), new Vec3(4, 5, 6));
    Volume whole = new Volume(g, new float[] {-1024, 0, 3000, 7});
    Volume real = new Volume(g, new float[] {0.5f, 0, 3000, 7});

    assertThat(type(out -> NiftiWriter.write(whole, out))).isEqualTo(NiftiType.INT16.code());
    assertThat(read(out -> NiftiWriter.write(whole, out)).voxels()).containsExactly(whole.voxels());
    assertThat(type(out -> NiftiWriter.write(real, out))).isEqualTo(NiftiType.FLOAT32.code());
    assertThat(read(out -> NiftiWriter.write(real, out)).voxels()).containsExactly(real.voxels());
  }

  @Test
  void masksAreBytesOfZeroAndOne() {
    VolumeGeometry g = VolumeGeometry.axisAligned(2, 1, 2, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    Mask mask = new Mask(g, new byte[] {0, 1, 0, (byte) 255});

    assertThat(type(out -> NiftiWriter.write(mask, out))).isEqualTo(NiftiType.UINT8.code());
    assertThat(read(out -> NiftiWriter.write(mask, out)).voxels()).containsExactly(0, 1, 0, 1);
  }

  @Test
  void labelsKeepTheirNumbers() {
    VolumeGeometry g = VolumeGeometry.axisAligned(2, 1, 2, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    LabelMap map = new LabelMap(g, new byte[] {0, 31, (byte) 200, 4});

    assertThat(read(out -> NiftiWriter.write(map, out)).voxels()).containsExactly(0, 31, 200, 4);
  }

  @Test
  void aDicomSeriesKeepsItsAffine() {
    DicomSeriesFolder series =
        new DicomSeriesFolder(
            List.of(
                Samples.path("dcmqi/slices/IMG0001.dcm"),
                Samples.path("dcmqi/slices/IMG0002.dcm"),
                Samples.path("dcmqi/slices/IMG0003.dcm")));
    Volume volume = series.loadOnly();

    Volume back = read(out -> NiftiWriter.write(volume, out));

    assertThat(back.geometry().matches(volume.geometry(), 1e-3)).isTrue();
    assertThat(back.voxels()).containsExactly(volume.voxels());
  }

  /** Any rotation, either handedness: sform and qform both say what the geometry says. */
  @Property(tries = 300)
  void affinesSurviveInBothForms(
      @ForAll @DoubleRange(min = -3.14, max = 3.14) double a,
      @ForAll @DoubleRange(min = -3.14, max = 3.14) double b,
      @ForAll @DoubleRange(min = -3.14, max = 3.14) double c,
      @ForAll boolean flipped)
      throws IOException {
    VolumeGeometry g =
        new VolumeGeometry(
            2, 3, 4, new Vec3(0.7, 1.3, 5), new Vec3(-100, 50, 700), rotation(a, b, c, flipped));
    byte[] file = bytes(out -> NiftiWriter.write(new Volume(g, new float[24]), out));

    assertThat(geometryOf(file).matches(g, 1e-3)).isTrue();
    // near a half turn the quaternion's real part is what rounding to float leaves of it
    assertThat(geometryOf(withoutSform(file)).matches(g, 2e-2)).isTrue();
  }

  private static double[] rotation(double a, double b, double c, boolean flipped) {
    Vec3 x = new Vec3(Math.cos(a) * Math.cos(b), Math.sin(a) * Math.cos(b), Math.sin(b));
    Vec3 side = new Vec3(-Math.sin(a), Math.cos(a), 0);
    Vec3 up = x.cross(side);
    Vec3 y = side.times(Math.cos(c)).plus(up.times(Math.sin(c)));
    Vec3 z = x.cross(y).times(flipped ? -1 : 1);
    return new double[] {x.x(), y.x(), z.x(), x.y(), y.y(), z.y(), x.z(), y.z(), z.z()};
  }

  private static byte[] withoutSform(byte[] file) {
    byte[] copy = file.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putShort(254, (short) 0);
    return copy;
  }

  private static VolumeGeometry geometryOf(byte[] file) {
    return NiftiAffine.geometry(NiftiHeader.parse(file), new java.util.ArrayList<>());
  }

  private static byte[] bytes(Consumer<OutputStream> writer) throws IOException {
    java.io.ByteArrayOutputStream zipped = new java.io.ByteArrayOutputStream();
    writer.accept(zipped);
    try (InputStream in =
        new GZIPInputStream(new java.io.ByteArrayInputStream(zipped.toByteArray()))) {
      return in.readAllBytes();
    }
  }

  private static int type(Consumer<OutputStream> writer) {
    try {
      return ByteBuffer.wrap(bytes(writer)).order(ByteOrder.LITTLE_ENDIAN).getShort(70);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Volume read(Consumer<OutputStream> writer) {
    Path file = folder.resolve("volume.nii.gz");
    try (OutputStream out = Files.newOutputStream(file)) {
      writer.accept(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
  }
}
