package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.EOFException;
import java.io.IOException;

/**
 * Walks the items of encapsulated Pixel Data (DICOM PS3.5 annex A.4): the Basic Offset Table first,
 * then the fragments. Items are little endian in every compressed syntax.
 */
final class FragmentReader {
  private static final int ITEM = 0xE000;
  private static final int DELIMITER = 0xE0DD;

  private final DicomInput input;
  private long length;

  FragmentReader(DicomInput input) {
    this.input = input;
  }

  /**
   * Moves to the next item; false at the sequence delimiter, or where the file ends cleanly between
   * two items, which some writers leave undelimited.
   */
  boolean next() throws IOException {
    if (input.remaining() == 0) {
      return false;
    }
    byte[] head = input.read(8);
    int group = unsigned(head, 0, 2);
    int element = unsigned(head, 2, 2);
    length = Integer.toUnsignedLong(unsigned(head, 4, 4));
    if (group != 0xFFFE || (element & 0xFFFF) != ITEM && (element & 0xFFFF) != DELIMITER) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA, "The fragments of the pixel data are damaged.");
    }
    if (length > input.remaining()) {
      throw new EOFException();
    }
    return element == ITEM;
  }

  /** The item's bytes, at most {@code limit}. */
  byte[] read(long limit) throws IOException {
    if (length > limit) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA, "A fragment is larger than the picture it belongs to.");
    }
    return input.read(Math.toIntExact(length));
  }

  private static int unsigned(byte[] bytes, int from, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes[from + i] & 0xff) << (8 * i);
    }
    return value;
  }
}
