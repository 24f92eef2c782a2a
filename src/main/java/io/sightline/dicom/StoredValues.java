package io.sightline.dicom;

/**
 * Takes stored values out of little endian pixel cells: the bits from high bit down, sign-extended
 * (DICOM PS3.5 section 8.1.1).
 */
final class StoredValues {
  private StoredValues() {}

  /**
   * @param cells one frame, one sample per pixel, {@code bitsAllocated} 8, 16 or 32
   */
  static int[] of(byte[] cells, PixelFormat format) {
    int width = format.bitsAllocated() / 8;
    int[] values = new int[format.framePixels()];
    for (int i = 0, at = 0; i < values.length; i++, at += width) {
      int cell = 0;
      for (int b = 0; b < width; b++) {
        cell |= (cells[at + b] & 0xff) << (8 * b);
      }
      values[i] = value(cell, format);
    }
    return values;
  }

  /** The stored value inside one cell. */
  static int value(int cell, PixelFormat format) {
    int up = 31 - format.highBit();
    int down = 32 - format.bitsStored();
    return format.signed() ? (cell << up) >> down : (cell << up) >>> down;
  }
}
