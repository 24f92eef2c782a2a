package io.sightline.volume.preprocess;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/** Reads between voxel centres; indices beyond the outermost centres are clamped to them. */
final class Trilinear {
  private final float[] data;
  private final int nx;
  private final int ny;
  private final int nz;
  private final int slice;

  Trilinear(Volume volume) {
    VolumeGeometry g = volume.geometry();
    data = volume.voxels();
    nx = g.nx();
    ny = g.ny();
    nz = g.nz();
    slice = nx * ny;
  }

  /** At the i-th step along a row of indices. */
  float at(Vec3 row, Vec3 step, int i) {
    return at(row.x() + i * step.x(), row.y() + i * step.y(), row.z() + i * step.z());
  }

  private float at(double x, double y, double z) {
    double cx = Math.clamp(x, 0, nx - 1);
    double cy = Math.clamp(y, 0, ny - 1);
    double cz = Math.clamp(z, 0, nz - 1);
    int i = (int) cx;
    int j = (int) cy;
    int k = (int) cz;
    int di = i + 1 < nx ? 1 : 0;
    int dj = j + 1 < ny ? nx : 0;
    int dk = k + 1 < nz ? slice : 0;
    int o = i + nx * j + slice * k;
    double u = cx - i;
    double v = cy - j;
    double near = bilinear(o, di, dj, u, v);
    double far = bilinear(o + dk, di, dj, u, v);
    return (float) (near + (far - near) * (cz - k));
  }

  private double bilinear(int o, int di, int dj, double u, double v) {
    double a = data[o] + (data[o + di] - (double) data[o]) * u;
    double b = data[o + dj] + (data[o + dj + di] - (double) data[o + dj]) * u;
    return a + (b - a) * v;
  }
}
