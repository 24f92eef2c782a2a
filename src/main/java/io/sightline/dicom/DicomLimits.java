package io.sightline.dicom;

/**
 * What a single object may ask of the reader; everything beyond is refused before memory is taken.
 *
 * @param maxFramePixels rows times columns of one frame
 * @param maxFrames frames of one object
 * @param maxDepth levels of nested sequences
 * @param maxElements data elements of the header, over all levels
 * @param maxHeaderBytes bytes before Pixel Data, after inflating
 */
public record DicomLimits(
    long maxFramePixels, int maxFrames, int maxDepth, int maxElements, long maxHeaderBytes) {

  /** 64 megapixel frames, 20,000 frames, 16 levels, 4 million elements, 512 MiB of header. */
  public static final DicomLimits DEFAULT =
      new DicomLimits(1L << 26, 20_000, 16, 4_000_000, 512L << 20);

  public DicomLimits {
    if (maxFramePixels < 1
        || maxFrames < 1
        || maxDepth < 1
        || maxElements < 1
        || maxHeaderBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
