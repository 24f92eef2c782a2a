package io.sightline.segmentation.anatomy;

import io.sightline.bundle.LabelSpec;
import io.sightline.volume.Vec3;

/**
 * One segmented structure of a case.
 *
 * @param label the manifest's label
 * @param volumeMl on the grid that was surveyed
 * @param centroid LPS mm, mean of its voxel centres
 */
public record StructureMeasure(LabelSpec label, double volumeMl, Vec3 centroid) {

  public String id() {
    return label.id();
  }

  public Side side() {
    return Side.ofId(label.id());
  }

  /** The id without its side: {@code thalamus} for {@code left-thalamus}. */
  public String unsidedId() {
    return unsided(label.id());
  }

  static String unsided(String id) {
    return id.replaceFirst("^(left|right)-", "");
  }
}
