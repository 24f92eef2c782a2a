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
   * The assembled volume in the scanner's grid.
   *
   * @throws io.sightline.shared.ProblemException {@code not_found}
   */
  Volume volume(String studyId, String seriesUid, int index);
}
