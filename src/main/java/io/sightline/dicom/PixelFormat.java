package io.sightline.dicom;

import org.jspecify.annotations.Nullable;

/**
 * How stored values lie in Pixel Data, the Image Pixel module of DICOM PS3.3 section C.7.6.3.
 *
 * @param frames Number of Frames, 1 when absent
 * @param photometric Photometric Interpretation, for example {@code MONOCHROME2}
 * @param signed Pixel Representation: two's complement
 * @param padding Pixel Padding Value as a stored value, or null
 * @param paddingLimit Pixel Padding Range Limit as a stored value, or null
 */
public record PixelFormat(
    int rows,
    int columns,
    int frames,
    int samplesPerPixel,
    String photometric,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    @Nullable Integer padding,
    @Nullable Integer paddingLimit) {

  /** Pixels of one frame. */
  public int framePixels() {
    return Math.multiplyExact(rows, columns);
  }

  /** Bytes of one frame when it is not compressed. */
  public long frameBytes() {
    return ((long) rows * columns * samplesPerPixel * bitsAllocated + 7) / 8;
  }

  /** Whether one grey value lies in each pixel, in a width that volumes are read from. */
  public boolean grey() {
    return samplesPerPixel == 1
        && photometric.startsWith("MONOCHROME")
        && (bitsAllocated == 8 || bitsAllocated == 16 || bitsAllocated == 32);
  }
}
