package io.sightline.segmentation.anatomy;

import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;

/** Looks a point up in a label map. */
final class NearestLabel {
  private NearestLabel() {}

  /** Label of the voxel nearest to an LPS point; 0 outside the grid. */
  static int at(LabelMap map, Vec3 lps) {
    VolumeGeometry g = map.geometry();
    Vec3 index = g.toIndex(lps);
    int i = (int) Math.rint(index.x());
    int j = (int) Math.rint(index.y());
    int k = (int) Math.rint(index.z());
    boolean inside = i >= 0 && j >= 0 && k >= 0 && i < g.nx() && j < g.ny() && k < g.nz();
    return inside ? map.at(i, j, k) : 0;
  }
}
