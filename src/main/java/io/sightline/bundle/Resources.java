package io.sightline.bundle;

/**
 * What the graph {@code network} costs for each voxel that it is given.
 *
 * @param multiplicationsPerVoxel of all its layers
 * @param bytesPerVoxel native memory of its widest step
 */
public record Resources(long multiplicationsPerVoxel, long bytesPerVoxel) {}
