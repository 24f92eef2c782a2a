package io.sightline.volume;

/**
 * A binary mask on a grid. Shared, not copied, and read-only once built, like {@link Volume}.
 *
 * @param inside 1 inside, 0 outside, in {@link VolumeGeometry#offset} order
 */
@SuppressWarnings("ArrayRecordComponent")
public record Mask(VolumeGeometry geometry, byte[] inside) {
  public Mask {
    if (inside.length != geometry.voxels()) {
      throw new IllegalArgumentException("mask does not fill the geometry");
    }
  }

  public boolean at(int i, int j, int k) {
    return inside[geometry.offset(i, j, k)] != 0;
  }

  /** Number of voxels inside. */
  public int count() {
    int n = 0;
    for (byte b : inside) {
      n += b != 0 ? 1 : 0;
    }
    return n;
  }

  public double volumeMl() {
    return count() * geometry.voxelMl();
  }

  public boolean isEmpty() {
    for (byte b : inside) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }
}
