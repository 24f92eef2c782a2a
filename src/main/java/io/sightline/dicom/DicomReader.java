package io.sightline.dicom;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads the header of a DICOM object: a Part 10 file, or a data set without preamble or file meta
 * information. Stateless and thread-safe; memory is bounded by {@link DicomLimits}, not by what the
 * object claims.
 */
public final class DicomReader {
  private DicomReader() {}

  public static DicomHeader readHeader(Path path) {
    return readHeader(path, DicomLimits.DEFAULT);
  }

  /**
   * Reads attributes and checks that Pixel Data is really there; no pixel is decoded.
   *
   * @throws io.sightline.shared.ProblemException {@code empty_file}, {@code not_dicom}, {@code
   *     truncated}, {@code invalid_dicom}, {@code unsupported_transfer_syntax} or {@code too_large}
   */
  public static DicomHeader readHeader(Path path, DicomLimits limits) {
    try (DicomInput input = DicomInput.open(path, limits)) {
      String hash = Digests.ofFile(path, input.datasetOffset());
      HeaderMapper mapper = new HeaderMapper(input.fileMeta(), input.dataset());
      PixelFormat pixels = input.hasPixelData() ? PixelFormats.of(input.dataset(), limits) : null;
      DicomHeader header = mapper.map(input.syntax(), pixels, hash);
      checkPixelData(input, header);
      return header;
    } catch (IOException | RuntimeException e) {
      throw Problems.reading(e);
    }
  }

  private static void checkPixelData(DicomInput input, DicomHeader header) throws IOException {
    if (header.pixels() != null) {
      PixelDataCheck.check(input, header.pixels());
    } else {
      PixelDataCheck.checkAbsence(input.dataset(), header.sopClassUid());
    }
  }
}
