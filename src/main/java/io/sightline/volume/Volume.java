package io.sightline.volume;

/**
 * Voxels that never come without their geometry. The array is shared, not copied: whoever builds a
 * volume hands it over and nobody writes to it afterwards, so a volume may be read from many
 * threads.
 *
 * @param voxels real-world values (rescaled; HU for CT), flat in {@link VolumeGeometry#offset}
 *     order: (z, y, x), x fastest
 */
@SuppressWarnings("ArrayRecordComponent")
public record Volume(VolumeGeometry geometry, float[] voxels) {
  public Volume {
    if (voxels.length != geometry.voxels()) {
      throw new IllegalArgumentException("voxels do not fill the geometry");
    }
  }

  public float at(int i, int j, int k) {
    return voxels[geometry.offset(i, j, k)];
  }
}
