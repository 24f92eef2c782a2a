package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;

/**
 * What a codestream says of its picture, read before any decoder sees it: the frame header (SOF) of
 * JPEG and JPEG-LS, the SIZ segment of JPEG 2000.
 *
 * @param precision bits per sample
 * @param signed samples are signed numbers; JPEG 2000 only
 */
public record CodestreamHeader(
    int width, int height, int components, int precision, boolean signed) {
  private static final int SOF_FIRST = 0xC0;
  private static final int SOF_LAST = 0xCF;
  private static final int SOF_LS = 0xF7;
  private static final int MAX_PRECISION = 16;

  /**
   * @throws ProblemException {@code corrupt_pixel_data} when there is no header, or no end
   */
  public static CodestreamHeader parse(PixelCoding coding, byte[] stream) {
    if (coding != PixelCoding.JPEG_2000 && !hasEndOfImage(stream)) {
      throw corrupt("A compressed frame has no end.");
    }
    try {
      return coding == PixelCoding.JPEG_2000 ? siz(stream) : startOfFrame(stream);
    } catch (ArrayIndexOutOfBoundsException e) {
      throw corrupt("A compressed frame ends inside its header.");
    }
  }

  /**
   * Coded samples never hold this marker, so that its absence means that the frame was cut, which
   * FFmpeg does not report for JPEG-LS.
   */
  private static boolean hasEndOfImage(byte[] s) {
    int at = s.length - 2;
    while (at > 1 && !(u8(s, at) == 0xFF && u8(s, at + 1) == 0xD9)) {
      at--;
    }
    return at > 1;
  }

  /**
   * Refuses a picture that is not the one the DICOM header describes.
   *
   * @throws ProblemException {@code corrupt_pixel_data}
   */
  public void check(PixelFormat format) {
    if (width != format.columns() || height != format.rows()) {
      throw corrupt(
          "A compressed frame of %d x %d pixels was declared as %d x %d."
              .formatted(width, height, format.columns(), format.rows()));
    }
    if (components != 1) {
      throw corrupt("A compressed frame holds colour although its header declares grey.");
    }
    if (precision < 1 || precision > MAX_PRECISION || precision > format.bitsAllocated()) {
      throw corrupt(
          "A compressed frame of %d bits does not fit %d allocated bits."
              .formatted(precision, format.bitsAllocated()));
    }
  }

  /** ITU-T T.81 annex B.2.2, T.87 annex C.2.2. */
  private static CodestreamHeader startOfFrame(byte[] s) {
    int at = 2;
    while (true) {
      if (u8(s, at) != 0xFF) {
        throw corrupt("A compressed frame has no readable header.");
      }
      int marker = u8(s, at + 1);
      if (marker == 0xFF) {
        at++;
      } else if (isStartOfFrame(marker)) {
        return new CodestreamHeader(
            u16(s, at + 7), u16(s, at + 5), u8(s, at + 9), u8(s, at + 4), false);
      } else {
        at += 2 + u16(s, at + 2);
      }
    }
  }

  private static boolean isStartOfFrame(int marker) {
    boolean table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker == SOF_LS || marker >= SOF_FIRST && marker <= SOF_LAST && !table;
  }

  /** ISO/IEC 15444-1 annex A.5.1; the codestream may sit in a JP2 file. */
  private static CodestreamHeader siz(byte[] s) {
    int at = 0;
    while (u8(s, at) != 0xFF
        || u8(s, at + 1) != 0x4F
        || u8(s, at + 2) != 0xFF
        || u8(s, at + 3) != 0x51) {
      at++;
    }
    int size = at + 8;
    int depth = u8(s, at + 42);
    return new CodestreamHeader(
        i32(s, size) - i32(s, size + 8),
        i32(s, size + 4) - i32(s, size + 12),
        u16(s, at + 40),
        (depth & 0x7F) + 1,
        (depth & 0x80) != 0);
  }

  private static int u8(byte[] s, int at) {
    return s[at] & 0xff;
  }

  private static int u16(byte[] s, int at) {
    return u8(s, at) << 8 | u8(s, at + 1);
  }

  private static int i32(byte[] s, int at) {
    return u16(s, at) << 16 | u16(s, at + 2);
  }

  private static ProblemException corrupt(String detail) {
    return new ProblemException(ErrorCode.CORRUPT_PIXEL_DATA, detail);
  }
}
