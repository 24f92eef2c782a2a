package io.sightline.volume.preprocess;

import io.sightline.volume.Volume;

/** Replaces NaN and infinite voxels by 0; returns the volume itself when there are none. */
public final class Finite {
  private Finite() {}

  public static Volume clean(Volume volume) {
    float[] v = volume.voxels();
    float[] copy = null;
    for (int n = 0; n < v.length; n++) {
      if (!Float.isFinite(v[n])) {
        copy = copy == null ? v.clone() : copy;
        copy[n] = 0;
      }
    }
    return copy == null ? volume : new Volume(volume.geometry(), copy);
  }
}
