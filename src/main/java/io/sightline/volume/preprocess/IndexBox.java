package io.sightline.volume.preprocess;

import io.sightline.volume.VolumeGeometry;

/** Half-open box of voxel indices: i0..i1-1 and so on. */
record IndexBox(int i0, int i1, int j0, int j1, int k0, int k1) {

  static IndexBox all(VolumeGeometry g) {
    return new IndexBox(0, g.nx(), 0, g.ny(), 0, g.nz());
  }

  /** The voxels of a grid between two fractional indices. */
  static IndexBox covering(double[] low, double[] high, VolumeGeometry g) {
    return new IndexBox(
        Math.clamp((long) Math.floor(low[0]), 0, g.nx()),
        Math.clamp((long) Math.ceil(high[0]) + 1, 0, g.nx()),
        Math.clamp((long) Math.floor(low[1]), 0, g.ny()),
        Math.clamp((long) Math.ceil(high[1]) + 1, 0, g.ny()),
        Math.clamp((long) Math.floor(low[2]), 0, g.nz()),
        Math.clamp((long) Math.ceil(high[2]) + 1, 0, g.nz()));
  }

  int depth() {
    return Math.max(0, k1 - k0);
  }

  boolean isEmpty() {
    return i1 <= i0 || j1 <= j0 || k1 <= k0;
  }
}
