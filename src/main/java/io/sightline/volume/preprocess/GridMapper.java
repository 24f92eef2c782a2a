package io.sightline.volume.preprocess;

import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;

/**
 * The way back: what a model found on its grid, in the grid of the source series. What lies outside
 * the model's grid was never seen and is outside every mask.
 */
public final class GridMapper {
  private GridMapper() {}

  /**
   * Interpolates logits trilinearly at the source's voxel centres, then thresholds: smoother and
   * truer than mapping a mask. Only the part of the source that can be inside is computed.
   *
   * @param threshold inside is strictly above it; 0 for logits
   */
  public static Mask mask(Volume logits, VolumeGeometry source, float threshold) {
    byte[] inside = new byte[source.voxels()];
    IndexBox found = boxAbove(logits, threshold);
    if (!found.isEmpty()) {
      IndexBox box = onto(found, logits.geometry(), source);
      Resampler.linear(
          logits,
          source,
          Float.NEGATIVE_INFINITY,
          box,
          (n, v) -> inside[n] = (byte) (v > threshold ? 1 : 0));
    }
    return new Mask(source, inside);
  }

  /** A mask onto another grid: interpolated as 0 and 1, inside from one half up. */
  public static Mask mask(Mask mask, VolumeGeometry target) {
    float[] v = new float[mask.inside().length];
    for (int n = 0; n < v.length; n++) {
      v[n] = mask.inside()[n] != 0 ? 1 : 0;
    }
    return mask(new Volume(mask.geometry(), v), target, Math.nextDown(0.5f));
  }

  /** The voxels strictly above a threshold, on the values' own grid. */
  public static Mask above(Volume values, float threshold) {
    float[] v = values.voxels();
    byte[] inside = new byte[v.length];
    for (int n = 0; n < v.length; n++) {
      inside[n] = (byte) (v[n] > threshold ? 1 : 0);
    }
    return new Mask(values.geometry(), inside);
  }

  /** Labels of the nearest voxel; background outside. */
  public static LabelMap labels(LabelMap labels, VolumeGeometry source) {
    return Resampler.nearest(labels, source);
  }

  /** Probabilities or other values, trilinear. */
  public static Volume values(Volume values, VolumeGeometry source, float outside) {
    return Resampler.linear(values, source, outside);
  }

  /** Values onto a coarser grid, box averaged so that nothing is skipped; 0 outside. */
  public static Volume averaged(Volume values, VolumeGeometry coarse) {
    return Resampler.resample(
        values,
        coarse,
        new PreprocessSpec.Resample(
            PreprocessSpec.Resample.Method.AREA, PreprocessSpec.Resample.Antialias.BOX));
  }

  /** Box of the voxels above a threshold, one voxel wider on each side. */
  private static IndexBox boxAbove(Volume v, float threshold) {
    VolumeGeometry g = v.geometry();
    int[] low = {g.nx(), g.ny(), g.nz()};
    int[] high = {-1, -1, -1};
    for (int k = 0, n = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++, n++) {
          if (v.voxels()[n] > threshold) {
            low[0] = Math.min(low[0], i);
            high[0] = Math.max(high[0], i);
            low[1] = Math.min(low[1], j);
            high[1] = Math.max(high[1], j);
            low[2] = Math.min(low[2], k);
            high[2] = k;
          }
        }
      }
    }
    return high[2] < 0
        ? new IndexBox(0, 0, 0, 0, 0, 0)
        : new IndexBox(low[0] - 1, high[0] + 2, low[1] - 1, high[1] + 2, low[2] - 1, high[2] + 2);
  }

  /** The smallest box of target voxels that covers a box of source voxels. */
  private static IndexBox onto(IndexBox box, VolumeGeometry from, VolumeGeometry to) {
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (int corner = 0; corner < 8; corner++) {
      Vec3 p =
          to.toIndex(
              from.toPatient(
                  (corner & 1) == 0 ? box.i0() : box.i1() - 1,
                  (corner & 2) == 0 ? box.j0() : box.j1() - 1,
                  (corner & 4) == 0 ? box.k0() : box.k1() - 1));
      double[] c = p.toArray();
      for (int a = 0; a < 3; a++) {
        low[a] = Math.min(low[a], c[a]);
        high[a] = Math.max(high[a], c[a]);
      }
    }
    return IndexBox.covering(low, high, to);
  }
}
