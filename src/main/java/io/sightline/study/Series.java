package io.sightline.study;

import io.sightline.shared.Warning;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.VolumeGeometry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series and the volumes assembled from it: none (a scout, a document), one, or several (time
 * points, b-values).
 *
 * @param modality DICOM Modality, for example {@code MR}
 * @param guess the role of its first volume
 * @param bodyPart BodyPartExamined, or null
 */
public record Series(
    String uid,
    String modality,
    @Nullable String description,
    @Nullable String bodyPart,
    int instances,
    SequenceGuess guess,
    List<SeriesVolume> volumes,
    List<Warning> warnings) {
  public Series {
    volumes = List.copyOf(volumes);
    warnings = List.copyOf(warnings);
  }

  /**
   * One assembled volume.
   *
   * @param index 0-based within the series
   * @param sha256 of its voxels and geometry
   * @param sopInstanceUids of its slices in order of k; one entry for a multi-frame object or NIfTI
   */
  public record SeriesVolume(
      int index,
      SequenceGuess guess,
      VolumeGeometry geometry,
      String sha256,
      List<String> sopInstanceUids,
      List<Warning> warnings) {
    public SeriesVolume {
      sopInstanceUids = List.copyOf(sopInstanceUids);
      warnings = List.copyOf(warnings);
    }
  }
}
