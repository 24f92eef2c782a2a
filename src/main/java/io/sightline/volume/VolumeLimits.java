package io.sightline.volume;

/**
 * How large a volume may be; more is refused before memory is taken.
 *
 * @param maxVoxels of one volume
 * @param maxVolumes of one 4D file
 */
public record VolumeLimits(long maxVoxels, int maxVolumes) {

  /** 256 million voxels (1 GiB as floats) and 64 volumes. */
  public static final VolumeLimits DEFAULT = new VolumeLimits(1L << 28, 64);

  public VolumeLimits {
    if (maxVoxels < 1 || maxVolumes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
