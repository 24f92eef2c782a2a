package io.sightline.study;

import io.sightline.volume.Volume;
import java.util.Optional;

/**
 * Read access to stored studies. Thread-safe; {@link #volume} reads files and may decode pixels, so
 * it blocks.
 */
public interface Studies {

  Optional<Study> find(String studyId);

  /**
   * A hash that the studies of one patient share (SHA-256 of identifiers, never shown to clients);
   * empty when the study is not there or, as for NIfTI, names nobody.
   */
  default Optional<String> patient(String studyId) {
    return Optional.empty();
  }

  /**
   * The assembled volume in the scanner's grid.
   *
   * @throws io.sightline.shared.ProblemException {@code not_found}
   */
  Volume volume(String studyId, String seriesUid, int index);
}
