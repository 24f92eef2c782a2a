package io.sightline.segmentation;

import io.sightline.volume.Volume;

/**
 * @param logits on the encoding's grid; above 0 is inside
 * @param quality predicted overlap with the truth, 0..1
 */
public record MaskCandidate(Volume logits, double quality) {}
