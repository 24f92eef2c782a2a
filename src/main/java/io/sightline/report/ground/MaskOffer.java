package io.sightline.report.ground;

import io.sightline.volume.Volume;

/**
 * A mask that competes to be a region.
 *
 * @param logits on the model grid, above 0 inside
 * @param score 0..1: predicted or expected Dice
 * @param source {@code mask-decoder} or {@code specialist:<bundle>/<output>}
 */
record MaskOffer(Volume logits, double score, String source) {
  static final String DECODER = "mask-decoder";
}
