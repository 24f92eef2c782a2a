package io.sightline.bundle;

/**
 * A coarse atlas of lobes.
 *
 * @param file NIfTI label map
 * @param labels YAML with labels and landmarks
 */
public record AtlasSpec(String file, String labels) {}
