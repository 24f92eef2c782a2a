package io.sightline.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The Basic Offset Table: where each frame starts, counted from the first fragment's item tag. */
final class OffsetTable {
  private OffsetTable() {}

  /**
   * @return one ascending offset per frame, or none when the table is empty or does not fit the
   *     frames
   */
  static long[] parse(byte[] item, int frames) {
    if (item.length != 4L * frames) {
      return new long[0];
    }
    ByteBuffer words = ByteBuffer.wrap(item).order(ByteOrder.LITTLE_ENDIAN);
    long[] starts = new long[frames];
    for (int i = 0; i < frames; i++) {
      starts[i] = Integer.toUnsignedLong(words.getInt());
      if (i == 0 ? starts[i] != 0 : starts[i] <= starts[i - 1]) {
        return new long[0];
      }
    }
    return starts;
  }
}
