package io.sightline.dicom;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;

/** Compares what Pixel Data holds with what the header declares, without decoding. */
final class PixelDataCheck {
  private PixelDataCheck() {}

  static void check(DicomInput input, PixelFormat pixels) throws IOException {
    if (input.syntax().coding().encapsulated()) {
      checkFragments(input, pixels);
    } else {
      checkNative(input, pixels);
    }
  }

  /** An image whose file stops before its pixels looks like one that has none. */
  static void checkAbsence(Attributes dataset, String sopClassUid) {
    boolean described = dataset.contains(Tag.Rows) && dataset.contains(Tag.Columns);
    boolean floating =
        dataset.contains(HeaderTags.FLOAT_PIXEL_DATA)
            || dataset.contains(HeaderTags.DOUBLE_PIXEL_DATA);
    if ((described || ImageClasses.contains(sopClassUid)) && !floating) {
      throw new ProblemException(
          ErrorCode.TRUNCATED, "The object is an image but ends before its pixels.");
    }
  }

  private static void checkNative(DicomInput input, PixelFormat pixels) throws IOException {
    long expected = Math.multiplyExact(pixels.frameBytes(), (long) pixels.frames());
    if (pixels.bitsAllocated() == 1) {
      expected = ((long) pixels.framePixels() * pixels.samplesPerPixel() * pixels.frames() + 7) / 8;
    }
    long declared = input.pixelDataLength();
    if (declared >= 0 && declared < expected && !subsampled(pixels)) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA,
          "The image needs %d bytes of pixel data but has %d.".formatted(expected, declared));
    }
    if (declared < 0) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA,
          "Pixel data comes in fragments although its transfer syntax is not a compressed one.");
    }
    if (declared > input.remaining()) {
      throw new EOFException();
    }
    if (input.syntax().deflated()) {
      input.stream().skipFully(Math.min(declared, expected));
    }
  }

  private static boolean subsampled(PixelFormat pixels) {
    return pixels.photometric().contains("_42");
  }

  private static void checkFragments(DicomInput input, PixelFormat pixels) throws IOException {
    if (input.pixelDataLength() >= 0) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA,
          "Pixel data is not in fragments although its transfer syntax is a compressed one.");
    }
    EncapsulatedFrames frames = new EncapsulatedFrames(input, pixels);
    for (int i = 0; i < pixels.frames(); i++) {
      checkFrame(input.syntax().coding(), frames.read(i), pixels);
    }
  }

  /** RLE is quick to decode; of the others only the header and the end are looked at. */
  private static void checkFrame(PixelCoding coding, byte[] frame, PixelFormat pixels) {
    if (!pixels.grey()) {
      return;
    }
    if (coding == PixelCoding.RLE) {
      RleDecoder.decode(frame, pixels);
    } else {
      CodestreamHeader.parse(coding, frame).check(pixels);
    }
  }
}
