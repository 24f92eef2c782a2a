package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/**
 * The smallest part of a grid that holds a foreground and a margin around it, by whole voxels; the
 * whole grid where nothing counts as foreground.
 */
record ForegroundTrim(VolumeGeometry from, IndexBox box) {

  static ForegroundTrim of(Mask foreground, PreprocessSpec.Trim spec) {
    VolumeGeometry g = foreground.geometry();
    double[] spacing = g.spacing().toArray();
    int[] size = {g.nx(), g.ny(), g.nz()};
    int[][] range = new int[3][];
    int[][] counts = counts(foreground);
    for (int axis = 0; axis < 3; axis++) {
      int margin = (int) Math.round(spec.marginMm() / spacing[axis]);
      int[] used = range(counts[axis], spec.minCount());
      range[axis] =
          new int[] {Math.max(0, used[0] - margin), Math.min(size[axis], used[1] + margin + 1)};
    }
    return new ForegroundTrim(
        g,
        new IndexBox(range[0][0], range[0][1], range[1][0], range[1][1], range[2][0], range[2][1]));
  }

  VolumeGeometry grid() {
    return CropPad.window(from, box.i0(), box.j0(), box.k0(), size());
  }

  Volume apply(Volume volume) {
    return CropPad.apply(volume, box.i0(), box.j0(), box.k0(), size(), 0);
  }

  private PreprocessSpec.Size size() {
    return new PreprocessSpec.Size(box.i1() - box.i0(), box.j1() - box.j0(), box.k1() - box.k0());
  }

  /** Foreground voxels per index of x, y and z. */
  private static int[][] counts(Mask mask) {
    VolumeGeometry g = mask.geometry();
    int[][] n = {new int[g.nx()], new int[g.ny()], new int[g.nz()]};
    for (int k = 0, o = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++, o++) {
          if (mask.inside()[o] != 0) {
            n[0][i]++;
            n[1][j]++;
            n[2][k]++;
          }
        }
      }
    }
    return n;
  }

  /** First and last index that count; the whole axis when none does. */
  private static int[] range(int[] counts, int least) {
    int first = 0;
    int last = counts.length - 1;
    while (first < counts.length && counts[first] < least) {
      first++;
    }
    while (last > first && counts[last] < least) {
      last--;
    }
    return first == counts.length ? new int[] {0, counts.length - 1} : new int[] {first, last};
  }
}
