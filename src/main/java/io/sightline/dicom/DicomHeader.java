package io.sightline.dicom;

import io.sightline.shared.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Sightline keeps of a DICOM object's attributes: enough to store it, to assemble volumes and
 * to name sequences. Immutable.
 *
 * @param sopInstanceUid SOP Instance UID, or Media Storage SOP Instance UID where the data set has
 *     none
 * @param sopClassUid likewise
 * @param instanceNumber as written, or null; never used to order slices
 * @param pixels null for objects without Pixel Data (reports, documents)
 * @param frames one entry per frame; empty without pixels
 * @param contentHash SHA-256 of the data set's bytes without preamble and file meta information:
 *     equal for copies that only their file wrapper tells apart
 * @param warnings what was repaired while reading
 */
public record DicomHeader(
    StudyAttributes study,
    SeriesAttributes series,
    String sopInstanceUid,
    String sopClassUid,
    TransferSyntax transferSyntax,
    @Nullable Integer instanceNumber,
    Acquisition acquisition,
    @Nullable PixelFormat pixels,
    List<FrameAttributes> frames,
    String contentHash,
    List<Warning> warnings) {
  public DicomHeader {
    frames = List.copyOf(frames);
    warnings = List.copyOf(warnings);
  }
}
