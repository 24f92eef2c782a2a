package io.sightline.segmentation.anatomy;

import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
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

  /** The region at a point of the atlas's own space. */
  public Optional<AtlasLabel> at(Vec3 lps) {
    VolumeGeometry g = map.geometry();
    Vec3 index = g.toIndex(lps);
    int i = (int) Math.rint(index.x());
    int j = (int) Math.rint(index.y());
    int k = (int) Math.rint(index.z());
    if (i < 0 || j < 0 || k < 0 || i >= g.nx() || j >= g.ny() || k >= g.nz()) {
      return Optional.empty();
    }
    int value = map.at(i, j, k);
    return labels.stream().filter(l -> l.value() == value).findFirst();
  }
}
