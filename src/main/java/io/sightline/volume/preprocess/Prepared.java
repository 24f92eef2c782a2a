package io.sightline.volume.preprocess;

import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.Map;

/**
 * Volumes on a model's grid, ready to be fed.
 *
 * @param grid where the model grid lies in the patient
 * @param images by slot name; absent slots are missing here
 */
public record Prepared(VolumeGeometry grid, Map<String, Volume> images) {
  public Prepared {
    images = Map.copyOf(images);
  }
}
