package io.sightline.report.ground;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;

/**
 * A mask that competes to be a region.
 *
 * @param logits above 0 inside; on the model grid, or on a scanner's where the mask was made there
 * @param onModelGrid the same mask on the model grid
 * @param score 0..1: predicted or expected Dice
 * @param source {@code mask-decoder}, {@code specialist:<bundle>/<output>} or {@code
 *     specialist:<bundle>}
 */
record MaskOffer(Volume logits, Mask onModelGrid, double score, String source) {
  static final String DECODER = "mask-decoder";

  /** Of logits on the model grid. */
  static MaskOffer onModelGrid(Volume logits, double score, String source) {
    return new MaskOffer(logits, RegionBook.inside(logits), score, source);
  }
}
