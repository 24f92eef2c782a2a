package io.sightline.volume;

/**
 * One label per voxel, 0 = background. Shared, not copied, and read-only once built, like {@link
 * Volume}.
 *
 * @param labels unsigned bytes in {@link VolumeGeometry#offset} order
 */
@SuppressWarnings("ArrayRecordComponent")
public record LabelMap(VolumeGeometry geometry, byte[] labels) {
  public LabelMap {
    if (labels.length != geometry.voxels()) {
      throw new IllegalArgumentException("labels do not fill the geometry");
    }
  }

  public int at(int i, int j, int k) {
    return labels[geometry.offset(i, j, k)] & 0xff;
  }
}
