package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;

/** Walks a target grid and names the nearest source voxel of each of its voxels. */
final class NearestIndex {
  private NearestIndex() {}

  /** Receives the offset of a target voxel and that of its source voxel, -1 when outside. */
  interface Pair {
    void accept(int to, int from);
  }

  static void forEach(VolumeGeometry source, VolumeGeometry target, Pair pair) {
    IndexTransform map = IndexTransform.between(target, source);
    Slices.forEach(
        target.nz(),
        k -> {
          for (int j = 0; j < target.ny(); j++) {
            Vec3 row = map.row(j, k);
            for (int i = 0; i < target.nx(); i++) {
              pair.accept(target.offset(i, j, k), at(source, row.plus(map.di().times(i))));
            }
          }
        });
  }

  private static int at(VolumeGeometry source, Vec3 index) {
    // The small shift keeps exact halves on one side whatever the rounding of the transform.
    int i = (int) Math.floor(index.x() + 0.5 + 1e-9);
    int j = (int) Math.floor(index.y() + 0.5 + 1e-9);
    int k = (int) Math.floor(index.z() + 0.5 + 1e-9);
    boolean inside =
        i >= 0 && j >= 0 && k >= 0 && i < source.nx() && j < source.ny() && k < source.nz();
    return inside ? source.offset(i, j, k) : -1;
  }
}
