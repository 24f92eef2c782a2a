package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * RLE Lossless: one PackBits segment per byte of the pixel cell, most significant byte first.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_G.html">
 *     PS3.5 annex G</a>
 */
final class RleDecoder {
  private static final int HEADER = 64;

  private RleDecoder() {}

  /** The frame as little endian pixel cells, one sample per pixel. */
  static byte[] decode(byte[] frame, PixelFormat format) {
    int width = format.bitsAllocated() / 8;
    if (frame.length < HEADER) {
      throw corrupt("An RLE frame is shorter than its header.");
    }
    ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != width) {
      throw corrupt("An RLE frame has the wrong number of segments.");
    }
    byte[] cells = new byte[Math.multiplyExact(format.framePixels(), width)];
    for (int segment = 0; segment < width; segment++) {
      int from = header.getInt(4 * (segment + 1));
      int to = segment + 1 < width ? header.getInt(4 * (segment + 2)) : frame.length;
      if (from < HEADER || to < from || to > frame.length) {
        throw corrupt("An RLE frame's segments lie outside it.");
      }
      unpack(frame, from, to, cells, width - 1 - segment, width);
    }
    return cells;
  }

  /** Expands one segment into every {@code step}-th byte of {@code out}. */
  private static void unpack(byte[] in, int from, int to, byte[] out, int first, int step) {
    int at = from;
    int put = first;
    while (put < out.length) {
      if (at >= to) {
        throw corrupt("An RLE segment ends before its picture is full.");
      }
      int control = in[at++];
      if (control == -128) {
        continue;
      }
      int count = control >= 0 ? control + 1 : 1 - control;
      if (at + (control >= 0 ? count : 1) > to) {
        throw corrupt("An RLE run reaches beyond its segment.");
      }
      for (int i = 0; i < count && put < out.length; i++, put += step) {
        out[put] = in[control >= 0 ? at + i : at];
      }
      at += control >= 0 ? count : 1;
    }
  }

  private static ProblemException corrupt(String detail) {
    return new ProblemException(ErrorCode.CORRUPT_PIXEL_DATA, detail);
  }
}
