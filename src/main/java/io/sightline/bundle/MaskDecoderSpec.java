package io.sightline.bundle;

/**
 * How candidates of the mask decoder are read.
 *
 * @param noRegionBelow predicted quality of the best candidate below which there is no region
 * @param candidates masks per prompt
 */
public record MaskDecoderSpec(double noRegionBelow, int candidates) {}
