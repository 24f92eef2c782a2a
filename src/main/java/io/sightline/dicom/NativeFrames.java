package io.sightline.dicom;

import java.io.IOException;

/** Frames that lie uncompressed one after the other. */
final class NativeFrames implements FrameSource {
  private final DicomInput input;
  private final PixelFormat format;
  private int next;

  NativeFrames(DicomInput input, PixelFormat format) {
    this.input = input;
    this.format = format;
  }

  @Override
  public int[] read(int index) throws IOException {
    int size = Math.toIntExact(format.frameBytes());
    input.stream().skipFully((long) (index - next) * size);
    next = index + 1;
    byte[] bytes = input.read(size);
    if (input.bigEndian()) {
      swap(bytes, input.words() && format.bitsAllocated() == 8 ? 2 : format.bitsAllocated() / 8);
    }
    return StoredValues.of(bytes, format);
  }

  /** Reverses each group of {@code width} bytes: big endian to little endian. */
  private static void swap(byte[] bytes, int width) {
    for (int from = 0; from + width <= bytes.length; from += width) {
      for (int a = from, b = from + width - 1; a < b; a++, b--) {
        byte kept = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = kept;
      }
    }
  }
}
