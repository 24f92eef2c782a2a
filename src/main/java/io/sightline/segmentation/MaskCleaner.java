package io.sightline.segmentation;

import io.sightline.volume.Mask;

/** Drops specks: 26-connected components smaller than a volume. */
public final class MaskCleaner {
  private MaskCleaner() {}

  /** A mask of the components of at least {@code minMl}; possibly empty. */
  public static Mask dropBelow(Mask mask, double minMl) {
    byte[] kept = new byte[mask.inside().length];
    for (int[] component : ConnectedComponents.of(mask)) {
      if (component.length * mask.geometry().voxelMl() >= minMl) {
        for (int n : component) {
          kept[n] = 1;
        }
      }
    }
    return new Mask(mask.geometry(), kept);
  }
}
