package io.sightline.dicom;

/** Recognises where a compressed picture starts. */
final class Codestreams {
  private Codestreams() {}

  /**
   * Whether a fragment opens a new frame: a JPEG or JPEG-LS start of image (FFD8), a JPEG 2000
   * start of codestream (FF4F), its JP2 wrapper, or an RLE header, of which each frame has exactly
   * one.
   */
  static boolean startsHere(byte[] fragment) {
    return startsWith(fragment, 0xFF, 0xD8)
        || startsWith(fragment, 0xFF, 0x4F, 0xFF, 0x51)
        || startsWith(fragment, 0, 0, 0, 0x0C, 'j', 'P')
        || rleHeader(fragment);
  }

  private static boolean rleHeader(byte[] f) {
    return f.length >= 64
        && f[0] >= 1
        && f[0] <= 15
        && f[1] == 0
        && f[2] == 0
        && f[3] == 0
        && f[4] == 64
        && f[5] == 0
        && f[6] == 0
        && f[7] == 0;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xff) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
