package io.sightline.volume.preprocess;

import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/** Cuts a window out of a grid by whole voxels; what lies outside the source is filled. */
public final class CropPad {
  private CropPad() {}

  /** The grid whose voxel (0, 0, 0) is voxel (x, y, z) of {@code g}; offsets may be negative. */
  public static VolumeGeometry window(
      VolumeGeometry g, int x, int y, int z, PreprocessSpec.Size size) {
    return new VolumeGeometry(
        size.x(), size.y(), size.z(), g.spacing(), g.toPatient(x, y, z), g.direction());
  }

  public static Volume apply(
      Volume source, int x, int y, int z, PreprocessSpec.Size size, float fill) {
    VolumeGeometry from = source.geometry();
    VolumeGeometry to = window(from, x, y, z, size);
    float[] out = new float[to.voxels()];
    java.util.Arrays.fill(out, fill);
    int i0 = Math.max(0, -x);
    int i1 = Math.min(size.x(), from.nx() - x);
    for (int k = Math.max(0, -z); k < Math.min(size.z(), from.nz() - z) && i1 > i0; k++) {
      for (int j = Math.max(0, -y); j < Math.min(size.y(), from.ny() - y); j++) {
        System.arraycopy(
            source.voxels(), from.offset(x + i0, y + j, z + k), out, to.offset(i0, j, k), i1 - i0);
      }
    }
    return new Volume(to, out);
  }
}
