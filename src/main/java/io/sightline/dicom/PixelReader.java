package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;

/**
 * Decodes the frames of one object, in the order of the file, one at a time, so that memory holds
 * one frame. Thread-safe; blocks on files and on the codec process.
 */
public final class PixelReader {
  private final DicomLimits limits;
  private final FrameCodec codec;

  /**
   * @param codec decodes JPEG, JPEG-LS and JPEG 2000 codestreams; shared, not closed here
   */
  public PixelReader(DicomLimits limits, FrameCodec codec) {
    this.limits = limits;
    this.codec = codec;
  }

  /** Takes the frames as they are decoded. */
  @FunctionalInterface
  public interface FrameSink {
    /**
     * @param stored one grey value per pixel, before rescaling, row by row
     */
    void accept(FrameAttributes frame, PixelFormat format, int[] stored);
  }

  /**
   * Reads the frames that {@code wanted} accepts (0-based).
   *
   * @throws ProblemException as {@link DicomReader#readHeader}, {@code unsupported_pixel_format}
   *     for colour and for anything that is not one grey value per pixel, {@code
   *     corrupt_pixel_data}
   */
  public void read(Path path, IntPredicate wanted, FrameSink sink) {
    try (DicomInput input = DicomInput.open(path, limits)) {
      if (!input.hasPixelData()) {
        throw new ProblemException(
            ErrorCode.UNSUPPORTED_PIXEL_FORMAT, "The object has no pixel data.");
      }
      PixelFormat format = PixelFormats.of(input.dataset(), limits);
      requireGrey(format);
      FrameSource source = source(input, format);
      for (FrameAttributes frame : FrameReader.read(input.dataset(), format.frames())) {
        if (wanted.test(frame.index())) {
          sink.accept(frame, format, source.read(frame.index()));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw Problems.reading(e);
    }
  }

  private FrameSource source(DicomInput input, PixelFormat format) throws IOException {
    PixelCoding coding = input.syntax().coding();
    if (!coding.encapsulated()) {
      return new NativeFrames(input, format);
    }
    EncapsulatedFrames frames = new EncapsulatedFrames(input, format);
    return coding == PixelCoding.RLE
        ? index -> StoredValues.of(RleDecoder.decode(frames.read(index), format), format)
        : index -> codec.decode(coding, frames.read(index), format);
  }

  /** Says in words why a picture is no volume. */
  static void requireGrey(PixelFormat format) {
    if (!format.grey()) {
      throw new ProblemException(
          ErrorCode.UNSUPPORTED_PIXEL_FORMAT,
          "A volume needs one grey value of 8, 16 or 32 bits per pixel; this image is %s with %d sample(s) of %d bit(s)."
              .formatted(
                  UidText.shown(format.photometric()),
                  format.samplesPerPixel(),
                  format.bitsAllocated()));
    }
  }
}
