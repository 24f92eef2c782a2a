package io.sightline.dicom;

/** How pixels are coded inside Pixel Data (7FE0,0010). */
public enum PixelCoding {
  NATIVE,
  RLE,
  JPEG,
  JPEG_LS,
  JPEG_2000;

  /** Whether frames come as fragments (DICOM PS3.5 annex A.4). */
  public boolean encapsulated() {
    return this != NATIVE;
  }
}
