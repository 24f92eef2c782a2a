package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec.Intensity.Within;
import io.sightline.volume.preprocess.PreprocessSpec.Range;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Scales a sequence's values to a network's range, on one grid. */
public final class Intensity {
  private Intensity() {}

  /**
   * @param foreground null: every voxel counts
   */
  public static Volume apply(
      Volume volume, @Nullable Mask foreground, PreprocessSpec.Intensity spec) {
    float[] in = saturated(volume.voxels(), foreground, spec.saturate());
    Scale scale = scale(selected(in, foreground, spec.within()), spec);
    float[] out = new float[in.length];
    for (int n = 0; n < in.length; n++) {
      boolean inside = foreground == null || foreground.inside()[n] != 0;
      out[n] =
          inside || spec.outside() == null ? (float) scale.of(in[n]) : spec.outside().floatValue();
    }
    return new Volume(volume.geometry(), out);
  }

  private static float[] saturated(
      float[] in, @Nullable Mask foreground, PreprocessSpec.@Nullable Saturate spec) {
    float[] counted = spec == null ? in : selected(in, foreground, spec.within());
    if (spec == null || counted.length == 0) {
      return in;
    }
    float most = (float) Percentile.of(counted, spec.percentile());
    float[] out = new float[in.length];
    for (int n = 0; n < in.length; n++) {
      out[n] = Math.min(in[n], most);
    }
    return out;
  }

  /** A fresh array of the values that statistics are taken over. */
  private static float[] selected(float[] v, @Nullable Mask foreground, Within within) {
    float[] out = new float[v.length];
    int count = 0;
    for (int n = 0; n < v.length; n++) {
      boolean in =
          switch (within) {
            case ALL -> true;
            case NONZERO -> v[n] != 0;
            case FOREGROUND -> foreground == null || foreground.inside()[n] != 0;
          };
      if (in) {
        out[count++] = v[n];
      }
    }
    return Arrays.copyOf(out, count);
  }

  private static Scale scale(float[] values, PreprocessSpec.Intensity spec) {
    if (values.length == 0) {
      return Scale.to(0, 1, spec.clamp());
    }
    return switch (spec.method()) {
      case NONE -> Scale.to(0, 1, spec.clamp());
      case Z_SCORE -> Scale.standard(values, spec.clamp());
      case CLIP -> Scale.window(window(spec), spec.clamp());
      case PERCENTILE -> {
        Range p = window(spec);
        double low = Percentile.of(values, p.low());
        double high = Percentile.of(values, p.high());
        yield high > low
            ? Scale.window(new Range(low, high), spec.clamp())
            : Scale.to(low, 1, spec.clamp());
      }
    };
  }

  private static Range window(PreprocessSpec.Intensity spec) {
    return Objects.requireNonNull(spec.from(), "preprocess.intensity.from");
  }
}
