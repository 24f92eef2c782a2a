package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/**
 * Box average along the axes that are finer than a target spacing, so that resampling to it does
 * not alias. The kernel of width {@code target/spacing} voxels is centred; its fractional ends are
 * weighted; the edge voxel repeats beyond the edge.
 */
final class BoxFilter {
  private BoxFilter() {}

  /**
   * @param targetMm spacing of the target in mm along each axis of the <em>source</em> array
   */
  static Volume apply(Volume source, Vec3 targetMm) {
    VolumeGeometry g = source.geometry();
    double[] spacing = g.spacing().toArray();
    double[] target = targetMm.toArray();
    float[] data = source.voxels();
    for (int axis = 0; axis < 3; axis++) {
      double width = target[axis] / spacing[axis];
      if (width > 1 + 1e-9) {
        data = along(axis, data, g, weights(width));
      }
    }
    return data == source.voxels() ? source : new Volume(g, data);
  }

  /** Weights over integer taps; odd length, sum 1. */
  static float[] weights(double width) {
    double half = width / 2;
    int reach = (int) Math.ceil(half - 0.5);
    float[] w = new float[2 * reach + 1];
    for (int d = -reach; d <= reach; d++) {
      w[d + reach] =
          (float) (Math.max(0, Math.min(d + 0.5, half) - Math.max(d - 0.5, -half)) / width);
    }
    return w;
  }

  private static float[] along(int axis, float[] in, VolumeGeometry g, float[] w) {
    float[] out = new float[in.length];
    Slices.forEach(
        g.nz(),
        k -> {
          for (int j = 0; j < g.ny(); j++) {
            int row = g.offset(0, j, k);
            switch (axis) {
              case 0 -> alongRow(in, out, row, g.nx(), w);
              case 1 -> acrossRows(in, out, row, g.nx(), j, g.ny(), g.nx(), w);
              default -> acrossRows(in, out, row, g.nx(), k, g.nz(), g.nx() * g.ny(), w);
            }
          }
        });
    return out;
  }

  /** Tap by tap over the interior, which the compiler vectorises; the ends repeat the edge. */
  private static void alongRow(float[] in, float[] out, int row, int n, float[] w) {
    int reach = Math.min(w.length / 2, n);
    for (int t = 0; t < w.length; t++) {
      int shift = t - w.length / 2;
      float weight = w[t];
      for (int i = reach; i < n - reach; i++) {
        out[row + i] += weight * in[row + i + shift];
      }
      for (int i = 0; i < reach; i++) {
        out[row + i] += weight * in[row + Math.clamp(i + shift, 0, n - 1)];
      }
      for (int i = Math.max(reach, n - reach); i < n; i++) {
        out[row + i] += weight * in[row + Math.clamp(i + shift, 0, n - 1)];
      }
    }
  }

  /** Adds whole neighbouring rows, which the compiler vectorises. */
  private static void acrossRows(
      float[] in, float[] out, int row, int length, int at, int n, int stride, float[] w) {
    int reach = w.length / 2;
    for (int t = 0; t < w.length; t++) {
      int from = row + (Math.clamp(at + t - reach, 0, n - 1) - at) * stride;
      float weight = w[t];
      for (int i = 0; i < length; i++) {
        out[row + i] += weight * in[from + i];
      }
    }
  }
}
