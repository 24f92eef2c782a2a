package io.sightline.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Damaged objects are read, or refused with a code, and nothing else; within limits that keep
 * memory far below the heap of the tests.
 */
class DicomFuzzTest {
  private static final DicomLimits LIMITS = new DicomLimits(1 << 20, 64, 16, 100_000, 16 << 20);
  private static final String[] SEEDS = {
    "highdicom/ct_image.dcm",
    "dcmqi/multiframe.dcm",
    "dcmqi/slices/IMG0001.dcm",
    "dcmqi/segmentation.dcm",
    "codec/jpegls_16.dcm"
  };

  @Property(tries = 400)
  void scatteredBytes(
      @ForAll @IntRange(max = 4) int seed,
      @ForAll long random,
      @ForAll @IntRange(min = 1, max = 60) int count)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.path(SEEDS[seed]));
    Random r = new Random(random);
    // most of an object's structure lies in its first kilobytes
    int reach = r.nextBoolean() ? Math.min(bytes.length, 2048) : bytes.length;
    for (int i = 0; i < count; i++) {
      bytes[r.nextInt(reach)] = (byte) r.nextInt(256);
    }
    readsOrRefuses(bytes);
  }

  @Property(tries = 200)
  void liesAboutLengths(@ForAll @IntRange(max = 4) int seed, @ForAll long random)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.path(SEEDS[seed]));
    Random r = new Random(random);
    int at = 132 + r.nextInt(Math.min(bytes.length, 4096) - 140);
    Arrays.fill(bytes, at, at + 4, (byte) (r.nextBoolean() ? 0xFF : 0x7F));
    readsOrRefuses(bytes);
  }

  @Property(tries = 200)
  void cuts(@ForAll @IntRange(max = 4) int seed, @ForAll @IntRange(max = 40_000) int length)
      throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.path(SEEDS[seed]));
    readsOrRefuses(Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }

  @Property(tries = 200)
  void noiseAfterAPreamble(@ForAll @Size(max = 600) byte[] noise) throws IOException {
    byte[] bytes = new byte[132 + noise.length];
    System.arraycopy(new byte[] {'D', 'I', 'C', 'M'}, 0, bytes, 128, 4);
    System.arraycopy(noise, 0, bytes, 132, noise.length);
    readsOrRefuses(bytes);
  }

  @Property(tries = 200)
  void rleNoise(@ForAll @Size(max = 300) byte[] noise) {
    PixelFormat format = new PixelFormat(8, 8, 1, 1, "MONOCHROME2", 16, 16, 15, false, null, null);
    try {
      assertThat(RleDecoder.decode(noise, format)).hasSize(128);
    } catch (ProblemException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_PIXEL_DATA);
    }
  }

  private static void readsOrRefuses(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".dcm");
    try {
      Files.write(file, bytes);
      DicomHeader header = DicomReader.readHeader(file, LIMITS);
      assertThat(header.frames().size())
          .isEqualTo(header.pixels() == null ? 0 : header.pixels().frames());
      new PixelReader(LIMITS, (_, _, f) -> new int[f.framePixels()])
          .read(file, i -> i < 4, (_, f, values) -> assertThat(values).hasSize(f.framePixels()));
    } catch (ProblemException e) {
      assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
    } finally {
      Files.delete(file);
    }
  }
}
