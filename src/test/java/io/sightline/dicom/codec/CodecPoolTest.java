package io.sightline.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.PixelCoding;
import io.sightline.dicom.PixelFormat;
import io.sightline.dicom.PixelReader;
import io.sightline.dicom.Samples;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One CT slice in seven codings; the samples' README says who encoded them. */
class CodecPoolTest {
  private static CodecPool pool;

  @BeforeAll
  static void start() {
    pool = new CodecPool();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg_lossless_signed16.dcm, -1024",
    "jpeg2000_signed16.dcm, -1024",
    "jpeg2000_unsigned16.dcm, 0",
    "jpegls_16.dcm, 0"
  })
  void losslessCodingsGiveTheSourceBack(String name, int offset) {
    int[] expected = Arrays.stream(source()).map(v -> v + offset).toArray();

    assertThat(decode(name)).containsExactly(expected);
  }

  /** Golden: libjpeg in Pillow 13. */
  @Test
  void baselineAgreesWithLibjpeg() {
    int[] values = decode("jpeg_baseline8.dcm");

    assertThat(values[64 * 128 + 64]).isEqualTo(254);
    assertThat(values[90 * 128 + 40]).isCloseTo(134, within(1));
    assertThat(Arrays.stream(values).sum()).isCloseTo(1755936, within(2000));
  }

  /** Golden: the inverse transform of the encoder's own coefficients in double precision. */
  @Test
  void extendedTwelveBitDctIsWithinRounding() {
    int[] values = decode("jpeg_extended12.dcm");

    assertThat(values[64 * 128 + 64]).isCloseTo(1936, within(1));
    assertThat(values[90 * 128 + 40]).isCloseTo(1076, within(1));
    assertThat(worst(values)).isLessThanOrEqualTo(20);
  }

  /** Golden: OpenJPEG in Pillow 13. */
  @Test
  void lossyJpeg2000IsWithinOpenJpegsError() {
    int[] values = decode("jpeg2000_lossy16.dcm");

    assertThat(values[64 * 128 + 64]).isCloseTo(1925, within(2));
    assertThat(values[90 * 128 + 40]).isCloseTo(1080, within(2));
    assertThat(worst(values)).isLessThanOrEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg_lossless_signed16.dcm", "jpegls_16.dcm", "jpeg2000_unsigned16.dcm"})
  void codestreamsCutInHalfAreCorrupt(String name) {
    Frame frame = frame(name);
    byte[] half = Arrays.copyOf(frame.codestream(), frame.codestream().length / 2);

    assertCorrupt(frame.coding(), half, frame.format());
  }

  @Test
  void noiseIsCorrupt() {
    byte[] noise = new byte[4096];
    new java.util.Random(1).nextBytes(noise);

    for (PixelCoding coding :
        new PixelCoding[] {PixelCoding.JPEG, PixelCoding.JPEG_LS, PixelCoding.JPEG_2000}) {
      assertCorrupt(coding, noise, frame("jpegls_16.dcm").format());
    }
  }

  @Test
  void aPictureOfAnotherSizeThanDeclaredIsCorrupt() {
    Frame frame = frame("jpegls_16.dcm");
    PixelFormat f = frame.format();
    PixelFormat wider =
        new PixelFormat(64, 256, 1, 1, f.photometric(), 16, 16, 15, false, null, null);

    assertCorrupt(frame.coding(), frame.codestream(), wider);
  }

  @Test
  void aWorkerThatDiesIsReplaced() {
    try (CodecPool own = new CodecPool()) {
      Frame frame = frame("jpegls_16.dcm");
      int[] before = own.decode(frame.coding(), frame.codestream(), frame.format());
      own.workers().forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
      int[] after = own.decode(frame.coding(), frame.codestream(), frame.format());

      assertThat(after).containsExactly(before);
    }
  }

  @Test
  void aFrameThatTakesTooLongIsCorruptAndItsWorkerEnds() {
    CodecLimits hasty = new CodecLimits(1, Duration.ofMillis(1), 64, 512, 6L << 20);
    try (CodecPool own = new CodecPool(hasty)) {
      Frame frame = frame("jpegls_16.dcm");

      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> own.decode(frame.coding(), frame.codestream(), frame.format()))
          .withMessageContaining("longer")
          .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.CORRUPT_PIXEL_DATA));
      assertThat(own.workers()).isEmpty();
    }
  }

  @Test
  void workersEndWithThePool() throws Exception {
    CodecPool own = new CodecPool();
    Frame frame = frame("jpegls_16.dcm");
    own.decode(frame.coding(), frame.codestream(), frame.format());
    ProcessHandle worker = ProcessHandle.of(own.workers().getFirst()).orElseThrow();
    own.close();

    assertThat(worker.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS).isAlive()).isFalse();
  }

  private record Frame(PixelCoding coding, byte[] codestream, PixelFormat format) {}

  private static Frame frame(String name) {
    AtomicReference<Frame> seen = new AtomicReference<>();
    new PixelReader(
            DicomLimits.DEFAULT,
            (coding, stream, format) -> {
              seen.set(new Frame(coding, stream, format));
              return new int[0];
            })
        .read(Samples.path("codec/" + name), _ -> true, (_, _, _) -> {});
    return seen.get();
  }

  private static int[] decode(String name) {
    Frame frame = frame(name);
    return pool.decode(frame.coding(), frame.codestream(), frame.format());
  }

  private static int[] source() {
    AtomicReference<int[]> seen = new AtomicReference<>();
    new PixelReader(DicomLimits.DEFAULT, pool)
        .read(Samples.path("highdicom/ct_image.dcm"), _ -> true, (_, _, v) -> seen.set(v));
    return seen.get();
  }

  private static int worst(int[] values) {
    int[] expected = source();
    int worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - expected[i]));
    }
    return worst;
  }

  private static void assertCorrupt(PixelCoding coding, byte[] stream, PixelFormat format) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> pool.decode(coding, stream, format))
        .satisfies(p -> assertThat(p.code()).isEqualTo(ErrorCode.CORRUPT_PIXEL_DATA));
  }
}
