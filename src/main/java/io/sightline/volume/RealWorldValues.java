package io.sightline.volume;

import io.sightline.dicom.FrameAttributes;
import io.sightline.dicom.PixelFormat;

/**
 * From stored to real-world values: rescale slope and intercept of the slice, padding taken out,
 * MONOCHROME1 turned so that a larger value is a brighter one.
 */
final class RealWorldValues {
  private static final float AIR_HU = -1024;

  private RealWorldValues() {}

  /** What a voxel holds where nothing was measured: air for CT, else no signal. */
  static float background(String modality) {
    return modality.equals("CT") ? AIR_HU : 0;
  }

  static float[] of(String modality, FrameAttributes frame, PixelFormat format, int[] stored) {
    float[] values = new float[stored.length];
    boolean invert = format.photometric().equals("MONOCHROME1") && !quantity(modality);
    for (int i = 0; i < values.length; i++) {
      long value = invert ? inverted(stored[i], format) : number(stored[i], format);
      float real = (float) (value * frame.rescaleSlope() + frame.rescaleIntercept());
      values[i] =
          padding(stored[i], format) || belowAir(modality, real) ? background(modality) : real;
    }
    return values;
  }

  /** HU and activity mean the same however they are displayed. */
  private static boolean quantity(String modality) {
    return modality.equals("CT") || modality.equals("PT");
  }

  /** No tissue is darker than air: scanners mark what they did not measure so, undeclared too. */
  private static boolean belowAir(String modality, float value) {
    return modality.equals("CT") && value < AIR_HU;
  }

  /** The upper half of 32-bit unsigned values looks negative in an int. */
  private static long number(int stored, PixelFormat format) {
    return format.signed() ? stored : Integer.toUnsignedLong(stored);
  }

  private static long inverted(int stored, PixelFormat format) {
    return (format.signed() ? 0 : 1L << format.bitsStored()) - 1 - number(stored, format);
  }

  private static boolean padding(int value, PixelFormat format) {
    Integer from = format.padding();
    if (from == null) {
      return false;
    }
    Integer limit = format.paddingLimit();
    int to = limit == null ? from : limit;
    return value >= Math.min(from, to) && value <= Math.max(from, to);
  }
}
