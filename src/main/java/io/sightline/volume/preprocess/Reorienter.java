package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/**
 * Reorders and flips array axes so that they run as an orientation code says; no voxel value
 * changes and no point moves in the patient.
 */
public final class Reorienter {
  private Reorienter() {}

  public static Volume reorient(Volume source, Orientation wanted) {
    VolumeGeometry from = source.geometry();
    int[] axes = sourceAxes(from, wanted);
    VolumeGeometry to = geometry(from, wanted);
    int[] stride = {1, from.nx(), from.nx() * from.ny()};
    int[] size = {from.nx(), from.ny(), from.nz()};
    int start = 0;
    int[] step = new int[3];
    Orientation have = Orientation.of(from);
    for (int c = 0; c < 3; c++) {
      boolean flip = have.sign()[axes[c]] != wanted.sign()[c];
      step[c] = flip ? -stride[axes[c]] : stride[axes[c]];
      start += flip ? (size[axes[c]] - 1) * stride[axes[c]] : 0;
    }
    return new Volume(to, gather(source.voxels(), to, start, step));
  }

  /** The reoriented grid over the same voxel centres. */
  public static VolumeGeometry geometry(VolumeGeometry from, Orientation wanted) {
    Orientation have = Orientation.of(from);
    int[] axes = sourceAxes(from, wanted);
    int[] size = {from.nx(), from.ny(), from.nz()};
    double[] spacing = from.spacing().toArray();
    double[] d = from.direction();
    double[] direction = new double[9];
    double[] corner = new double[3];
    for (int c = 0; c < 3; c++) {
      int s = axes[c];
      boolean flip = have.sign()[s] != wanted.sign()[c];
      corner[s] = flip ? size[s] - 1 : 0;
      for (int row = 0; row < 3; row++) {
        direction[3 * row + c] = flip ? -d[3 * row + s] : d[3 * row + s];
      }
    }
    return new VolumeGeometry(
        size[axes[0]],
        size[axes[1]],
        size[axes[2]],
        new Vec3(spacing[axes[0]], spacing[axes[1]], spacing[axes[2]]),
        from.toPatient(corner[0], corner[1], corner[2]),
        direction);
  }

  /** Source array axis that becomes x, y, z. */
  private static int[] sourceAxes(VolumeGeometry from, Orientation wanted) {
    Orientation have = Orientation.of(from);
    int[] axes = new int[3];
    for (int c = 0; c < 3; c++) {
      for (int s = 0; s < 3; s++) {
        axes[c] = have.axis()[s] == wanted.axis()[c] ? s : axes[c];
      }
    }
    return axes;
  }

  private static float[] gather(float[] in, VolumeGeometry to, int start, int[] step) {
    float[] out = new float[to.voxels()];
    int o = 0;
    for (int k = 0; k < to.nz(); k++) {
      for (int j = 0; j < to.ny(); j++) {
        int p = start + k * step[2] + j * step[1];
        for (int i = 0; i < to.nx(); i++, p += step[0]) {
          out[o++] = in[p];
        }
      }
    }
    return out;
  }
}
