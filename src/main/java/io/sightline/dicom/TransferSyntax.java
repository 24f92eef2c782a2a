package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The transfer syntaxes that can be read, DICOM PS3.5 section 10 and annex A.
 *
 * @see <a href="https://dicom.nema.org/medical/dicom/current/output/chtml/part05/chapter_10.html">
 *     PS3.5 chapter 10</a>
 */
public enum TransferSyntax {
  IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2", PixelCoding.NATIVE),
  EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1", PixelCoding.NATIVE),
  DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", PixelCoding.NATIVE),
  EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2", PixelCoding.NATIVE),
  RLE_LOSSLESS("1.2.840.10008.1.2.5", PixelCoding.RLE),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", PixelCoding.JPEG),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", PixelCoding.JPEG),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", PixelCoding.JPEG),
  JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", PixelCoding.JPEG),
  JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", PixelCoding.JPEG_LS),
  JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", PixelCoding.JPEG_LS),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", PixelCoding.JPEG_2000),
  JPEG_2000("1.2.840.10008.1.2.4.91", PixelCoding.JPEG_2000);

  private final String uid;
  private final PixelCoding coding;

  TransferSyntax(String uid, PixelCoding coding) {
    this.uid = uid;
    this.coding = coding;
  }

  public String uid() {
    return uid;
  }

  /** How Pixel Data (7FE0,0010) is coded under this syntax. */
  public PixelCoding coding() {
    return coding;
  }

  /** Whether the data set after the file meta information is a raw deflate stream. */
  public boolean deflated() {
    return this == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
  }

  /**
   * @throws ProblemException {@code unsupported_transfer_syntax}
   */
  public static TransferSyntax of(@Nullable String uid) {
    return Arrays.stream(values())
        .filter(s -> s.uid.equals(uid))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.UNSUPPORTED_TRANSFER_SYNTAX,
                    "The transfer syntax " + UidText.shown(uid) + " cannot be read."));
  }
}
