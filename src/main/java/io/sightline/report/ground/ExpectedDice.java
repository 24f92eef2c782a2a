package io.sightline.report.ground;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;

/**
 * The Dice coefficient to expect of a thresholded mask if its probabilities are true: {@code 2
 * sum(p in mask) / (|mask| + sum(p))}, the sum of p running over the mask's surroundings. It puts a
 * segmentation head's mask on the same scale, 0..1, as the mask decoder's predicted overlap.
 */
final class ExpectedDice {
  private static final int MARGIN = 3;

  private ExpectedDice() {}

  /**
   * @param logits above 0 inside, on the mask's grid
   */
  static double of(Volume logits, Mask mask) {
    var g = mask.geometry();
    int[] low = {g.nx(), g.ny(), g.nz()};
    int[] high = {-1, -1, -1};
    double inMask = 0;
    int size = 0;
    for (int n = 0; n < mask.inside().length; n++) {
      if (mask.inside()[n] != 0) {
        int[] at = {n % g.nx(), n / g.nx() % g.ny(), n / (g.nx() * g.ny())};
        for (int a = 0; a < 3; a++) {
          low[a] = Math.min(low[a], at[a]);
          high[a] = Math.max(high[a], at[a]);
        }
        inMask += probability(logits.voxels()[n]);
        size++;
      }
    }
    double around = 0;
    for (int k = Math.max(0, low[2] - MARGIN); k <= Math.min(g.nz() - 1, high[2] + MARGIN); k++) {
      for (int j = Math.max(0, low[1] - MARGIN); j <= Math.min(g.ny() - 1, high[1] + MARGIN); j++) {
        for (int i = Math.max(0, low[0] - MARGIN);
            i <= Math.min(g.nx() - 1, high[0] + MARGIN);
            i++) {
          around += probability(logits.at(i, j, k));
        }
      }
    }
    return size == 0 ? 0 : Math.min(1, 2 * inMask / (size + around));
  }

  private static double probability(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
