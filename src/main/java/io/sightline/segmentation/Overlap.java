package io.sightline.segmentation;

import io.sightline.volume.Mask;

/**
 * How two masks on one grid overlap.
 *
 * @param both voxels inside both
 * @param first voxels inside the first
 * @param second voxels inside the second
 */
public record Overlap(long both, long first, long second) {

  /**
   * @throws IllegalArgumentException when the grids differ
   */
  public static Overlap of(Mask a, Mask b) {
    if (!a.geometry().matches(b.geometry(), 1e-3)) {
      throw new IllegalArgumentException("masks on different grids cannot be compared");
    }
    long both = 0;
    long first = 0;
    long second = 0;
    for (int n = 0; n < a.inside().length; n++) {
      boolean inA = a.inside()[n] != 0;
      boolean inB = b.inside()[n] != 0;
      both += inA && inB ? 1 : 0;
      first += inA ? 1 : 0;
      second += inB ? 1 : 0;
    }
    return new Overlap(both, first, second);
  }

  /** Dice coefficient, 0..1; two empty masks agree. */
  public double dice() {
    return first + second == 0 ? 1 : 2.0 * both / (first + second);
  }

  /** Intersection over union (Jaccard index), 0..1; two empty masks agree. */
  public double iou() {
    long union = first + second - both;
    return union == 0 ? 1 : (double) both / union;
  }

  /** Part of the first that lies in the second, 0..1; 0 when the first is empty. */
  public double firstInSecond() {
    return first == 0 ? 0 : (double) both / first;
  }
}
