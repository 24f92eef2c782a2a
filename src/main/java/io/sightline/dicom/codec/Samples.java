package io.sightline.dicom.codec;

import io.sightline.dicom.CodestreamHeader;
import io.sightline.dicom.PixelFormat;

/** From a worker's samples to stored values. */
final class Samples {
  private Samples() {}

  /**
   * JPEG and JPEG-LS carry the bits as they are, so the header decides on the sign; JPEG 2000 may
   * carry signed numbers, which FFmpeg moves up by half their range.
   */
  static int[] toStoredValues(byte[] samples, CodestreamHeader header, PixelFormat format) {
    int[] values = new int[samples.length / 2];
    int middle = header.signed() ? 1 << (header.precision() - 1) : 0;
    int unused = 32 - format.bitsStored();
    boolean extend = format.signed() && !header.signed();
    for (int i = 0; i < values.length; i++) {
      int sample = (samples[2 * i] & 0xff) << 8 | samples[2 * i + 1] & 0xff;
      int value = sample - middle;
      values[i] =
          header.signed() ? value : extend ? value << unused >> unused : value << unused >>> unused;
    }
    return values;
  }
}
