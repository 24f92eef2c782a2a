package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Crop;
import io.sightline.volume.preprocess.PreprocessSpec.Crop.Anchor;
import io.sightline.volume.preprocess.PreprocessSpec.Size;

/**
 * Lays a grid of fixed size over a foreground by whole voxels: centred on the foreground's box in x
 * and y, and in z centred or hung from the topmost slice.
 *
 * <p>Slices, columns and rows with fewer than {@code minCount} foreground voxels do not count, and
 * x and y look only at the {@code boxDepthMm} below the top, so that neither specks nor shoulders
 * move the box.
 */
public final class ForegroundCrop {
  private final Mask mask;
  private final Crop spec;
  private final int bottom;
  private final int top;
  private final int slabStart;

  private ForegroundCrop(Mask mask, Crop spec) {
    this.mask = mask;
    this.spec = spec;
    VolumeGeometry g = mask.geometry();
    int[] z = range(counts(2, 0, g.nz() - 1));
    this.bottom = z[0];
    this.top = z[1];
    this.slabStart = Math.max(0, top - (int) Math.round(spec.boxDepthMm() / g.spacing().z()));
  }

  /** The window of the given size on the mask's grid; may reach beyond it. */
  public static VolumeGeometry of(Mask mask, Crop spec, Size size) {
    ForegroundCrop crop = new ForegroundCrop(mask, spec);
    int x = crop.centred(0, size.x());
    int y = crop.centred(1, size.y());
    return CropPad.window(mask.geometry(), x, y, crop.z(size.z()), size);
  }

  private int centred(int axis, int size) {
    int[] used = range(counts(axis, slabStart, top));
    return Math.floorDiv(used[0] + used[1], 2) - size / 2;
  }

  private int z(int size) {
    if (spec.anchor().z() == Anchor.CENTER) {
      return Math.floorDiv(bottom + top, 2) - size / 2;
    }
    int margin = (int) Math.round(spec.marginMm() / mask.geometry().spacing().z());
    return top + margin - (size - 1);
  }

  /** Foreground voxels per index of an axis over slices k0..k1. */
  private int[] counts(int axis, int k0, int k1) {
    VolumeGeometry g = mask.geometry();
    int[] n = new int[new int[] {g.nx(), g.ny(), g.nz()}[axis]];
    int[] index = new int[3];
    for (index[2] = k0; index[2] <= k1; index[2]++) {
      for (index[1] = 0; index[1] < g.ny(); index[1]++) {
        int row = g.offset(0, index[1], index[2]);
        for (index[0] = 0; index[0] < g.nx(); index[0]++) {
          n[index[axis]] += mask.inside()[row + index[0]];
        }
      }
    }
    return n;
  }

  /** First and last index that count; the whole axis when none does. */
  private int[] range(int[] counts) {
    int first = 0;
    while (first < counts.length && counts[first] < spec.minCount()) {
      first++;
    }
    if (first == counts.length) {
      return new int[] {0, counts.length - 1};
    }
    int last = counts.length - 1;
    while (counts[last] < spec.minCount()) {
      last--;
    }
    return new int[] {first, last};
  }
}
