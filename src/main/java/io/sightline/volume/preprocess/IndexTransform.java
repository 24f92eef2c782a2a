package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;

/** Target voxel index (i, j, k) to fractional source index: {@code start + i*di + j*dj + k*dk}. */
record IndexTransform(Vec3 start, Vec3 di, Vec3 dj, Vec3 dk) {

  static IndexTransform between(VolumeGeometry target, VolumeGeometry source) {
    Vec3 start = source.toIndex(target.toPatient(0, 0, 0));
    return new IndexTransform(
        start,
        source.toIndex(target.toPatient(1, 0, 0)).minus(start),
        source.toIndex(target.toPatient(0, 1, 0)).minus(start),
        source.toIndex(target.toPatient(0, 0, 1)).minus(start));
  }

  Vec3 row(int j, int k) {
    return start.plus(dj.times(j)).plus(dk.times(k));
  }

  /**
   * Indices i of a row whose source index lies within half a voxel of the source's grid.
   *
   * @return first and last + 1; equal when none does
   */
  int[] span(Vec3 row, VolumeGeometry source, int nx) {
    double[] range = {0, nx - 1.0};
    clip(range, row.x(), di.x(), source.nx());
    clip(range, row.y(), di.y(), source.ny());
    clip(range, row.z(), di.z(), source.nz());
    int first = (int) Math.ceil(range[0] - 1e-6);
    int end = (int) Math.floor(range[1] + 1e-6) + 1;
    return end > first ? new int[] {first, end} : new int[] {0, 0};
  }

  private static void clip(double[] range, double start, double step, int size) {
    double low = -0.5 - start;
    double high = size - 0.5 - start;
    if (Math.abs(step) < 1e-12) {
      if (low > 1e-6 || high < -1e-6) {
        range[1] = -1;
        range[0] = 0;
      }
      return;
    }
    range[0] = Math.max(range[0], Math.min(low / step, high / step));
    range[1] = Math.min(range[1], Math.max(low / step, high / step));
  }
}
