package io.sightline.segmentation.anatomy;

import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A coarse atlas of a bundle. Immutable.
 *
 * @param map values of {@link AtlasLabel#value} in the atlas's own LPS space
 * @param landmarks centroid per structure id, LPS mm of that space
 */
public record Atlas(LabelMap map, List<AtlasLabel> labels, Map<String, Vec3> landmarks) {
  public Atlas {
    labels = List.copyOf(labels);
    landmarks = Map.copyOf(landmarks);
  }

  /** Value at a point of the atlas's own space, LPS mm; 0 outside every region. */
  public int valueAt(Vec3 lps) {
    return NearestLabel.at(map, lps);
  }

  /** The region with a value of the map. */
  public Optional<AtlasLabel> label(int value) {
    return labels.stream().filter(l -> l.value() == value).findFirst();
  }
}
