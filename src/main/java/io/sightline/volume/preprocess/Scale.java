package io.sightline.volume.preprocess;

import io.sightline.volume.preprocess.PreprocessSpec.Range;
import org.jspecify.annotations.Nullable;

/** {@code clamp((v - shift) / width, low, high)}. */
record Scale(double shift, double width, double low, double high) {

  static Scale to(double shift, double width, @Nullable Range clamp) {
    return clamp == null
        ? new Scale(shift, width, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
        : new Scale(shift, width, clamp.low(), clamp.high());
  }

  /** The window's ends become 0 and 1, and nothing leaves 0..1 unless {@code clamp} says so. */
  static Scale window(Range window, @Nullable Range clamp) {
    return to(window.low(), window.high() - window.low(), clamp == null ? new Range(0, 1) : clamp);
  }

  /** Mean 0 and population standard deviation 1, in double precision and two passes. */
  static Scale standard(float[] values, @Nullable Range clamp) {
    double sum = 0;
    for (float x : values) {
      sum += x;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (float x : values) {
      squares += (x - mean) * (x - mean);
    }
    double deviation = Math.sqrt(squares / values.length);
    return to(mean, deviation > 0 ? deviation : 1, clamp);
  }

  double of(float v) {
    return Math.clamp((v - shift) / width, low, high);
  }
}
