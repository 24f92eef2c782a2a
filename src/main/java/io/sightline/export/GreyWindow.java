package io.sightline.export;

import io.sightline.volume.Volume;
import java.util.Arrays;

/** Maps voxel values to grey: black at the 1st, white at the 99.5th percentile of what is not 0. */
record GreyWindow(float low, float high) {
  private static final int SAMPLES = 200_000;

  static GreyWindow of(Volume volume) {
    float[] v = volume.voxels();
    int step = Math.max(1, v.length / SAMPLES);
    float[] sample = new float[v.length / step + 1];
    int n = 0;
    for (int at = 0; at < v.length; at += step) {
      if (v[at] != 0 && Float.isFinite(v[at])) {
        sample[n++] = v[at];
      }
    }
    if (n == 0) {
      return new GreyWindow(0, 1);
    }
    Arrays.sort(sample, 0, n);
    float low = Math.min(0, sample[0]) < 0 ? sample[(int) (0.01 * (n - 1))] : 0;
    float high = sample[(int) (0.995 * (n - 1))];
    return new GreyWindow(low, high > low ? high : low + 1);
  }

  /** 0..255. */
  int grey(double value) {
    double scaled = Double.isFinite(value) ? 255 * (value - low) / (high - low) : 0;
    return (int) Math.clamp(Math.round(scaled), 0, 255);
  }
}
