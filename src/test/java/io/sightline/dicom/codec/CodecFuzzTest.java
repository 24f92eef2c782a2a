package io.sightline.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.PixelReader;
import io.sightline.dicom.Samples;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged codestreams give a picture of the right size or a corrupt frame, and nothing else. */
class CodecFuzzTest {
  private static final String[] SEEDS = {
    "jpeg_lossless_signed16.dcm",
    "jpegls_16.dcm",
    "jpeg2000_unsigned16.dcm",
    "jpeg2000_lossy16.dcm",
    "jpeg_baseline8.dcm",
    "jpeg_extended12.dcm"
  };
  private static CodecPool pool;

  @BeforeContainer
  static void start() {
    pool = new CodecPool();
  }

  @AfterContainer
  static void stop() {
    pool.close();
  }

  @Property(tries = 300)
  void scatteredBytes(
      @ForAll @IntRange(max = 5) int seed,
      @ForAll long random,
      @ForAll @IntRange(min = 1, max = 20) int count) {
    Random r = new Random(random);
    new PixelReader(
            DicomLimits.DEFAULT,
            (coding, stream, format) -> {
              int reach = r.nextBoolean() ? Math.min(200, stream.length) : stream.length;
              for (int i = 0; i < count; i++) {
                stream[r.nextInt(reach)] = (byte) r.nextInt(256);
              }
              try {
                return pool.decode(coding, stream, format);
              } catch (ProblemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_PIXEL_DATA);
                return new int[format.framePixels()];
              }
            })
        .read(
            Samples.path("codec/" + SEEDS[seed]),
            _ -> true,
            (_, _, values) -> assertThat(values).hasSize(128 * 128));
  }
}
