package io.sightline.dicom;

import static io.sightline.dicom.AttributeValues.integer;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Locale;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.jspecify.annotations.Nullable;

/** Reads and checks the Image Pixel module. */
final class PixelFormats {
  private PixelFormats() {}

  static PixelFormat of(Attributes dataset, DicomLimits limits) {
    int allocated = integer(dataset, Tag.BitsAllocated, 0);
    int stored = integer(dataset, Tag.BitsStored, allocated);
    boolean signed = integer(dataset, Tag.PixelRepresentation, 0) == 1;
    String photometric = AttributeValues.text(dataset, Tag.PhotometricInterpretation);
    PixelFormat format =
        new PixelFormat(
            integer(dataset, Tag.Rows, 0),
            integer(dataset, Tag.Columns, 0),
            integer(dataset, Tag.NumberOfFrames, 1),
            integer(dataset, Tag.SamplesPerPixel, 1),
            photometric == null ? "MONOCHROME2" : photometric.toUpperCase(Locale.ROOT),
            allocated,
            stored,
            integer(dataset, Tag.HighBit, stored - 1),
            signed,
            padding(dataset, Tag.PixelPaddingValue, stored, signed),
            padding(dataset, Tag.PixelPaddingRangeLimit, stored, signed));
    check(format, limits);
    return format;
  }

  private static void check(PixelFormat f, DicomLimits limits) {
    require(
        f.rows() > 0 && f.columns() > 0 && f.frames() > 0,
        ErrorCode.INVALID_DICOM,
        "The image declares no rows, columns or frames.");
    require(
        f.rows() <= 0xffff
            && f.columns() <= 0xffff
            && (long) f.rows() * f.columns() <= limits.maxFramePixels()
            && f.frames() <= limits.maxFrames(),
        ErrorCode.TOO_LARGE,
        "The image declares %d x %d pixels in %d frames, more than this server accepts."
            .formatted(f.columns(), f.rows(), f.frames()));
    require(
        f.samplesPerPixel() >= 1 && f.samplesPerPixel() <= 4,
        ErrorCode.INVALID_DICOM,
        "The image declares " + f.samplesPerPixel() + " samples per pixel.");
    require(
        soundBits(f),
        ErrorCode.INVALID_DICOM,
        "The image's bits allocated, bits stored and high bit contradict each other.");
  }

  private static boolean soundBits(PixelFormat f) {
    return (f.bitsAllocated() == 1 || f.bitsAllocated() % 8 == 0)
        && f.bitsAllocated() >= 1
        && f.bitsAllocated() <= 64
        && f.bitsStored() >= 1
        && f.bitsStored() <= f.bitsAllocated()
        && f.highBit() < f.bitsAllocated()
        && f.highBit() >= f.bitsStored() - 1;
  }

  private static void require(boolean ok, ErrorCode code, String detail) {
    if (!ok) {
      throw new ProblemException(code, detail);
    }
  }

  /** The value is US or SS by the pixel representation, whatever its writer declared. */
  private static @Nullable Integer padding(
      Attributes dataset, int tag, int bitsStored, boolean signed) {
    Integer raw = integer(dataset, tag);
    if (raw == null || !signed || raw < 0 || bitsStored > 16) {
      return raw;
    }
    return raw > Short.MAX_VALUE ? Integer.valueOf((short) raw.intValue()) : raw;
  }
}
