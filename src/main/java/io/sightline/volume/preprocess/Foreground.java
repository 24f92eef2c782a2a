package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;

/** Head (or body) against air: values above a fraction of a high percentile. */
public final class Foreground {
  private Foreground() {}

  public static Mask of(Volume volume, PreprocessSpec.Foreground spec) {
    float[] v = volume.voxels();
    double threshold = spec.fraction() * Percentile.of(v.clone(), spec.percentile());
    byte[] inside = new byte[v.length];
    for (int n = 0; n < v.length; n++) {
      inside[n] = (byte) (v[n] > threshold ? 1 : 0);
    }
    Mask mask = new Mask(volume.geometry(), inside);
    return spec.fillHoles() ? HoleFilling.apply(mask) : mask;
  }
}
