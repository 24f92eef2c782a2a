package io.sightline.volume.preprocess;

import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Resample;
import io.sightline.volume.preprocess.PreprocessSpec.Resample.Antialias;
import io.sightline.volume.preprocess.PreprocessSpec.Resample.Method;

/**
 * Puts a volume onto any other grid, oblique ones too, through patient space. Within half a voxel
 * beyond the outermost centres the edge value holds; farther out is {@code outside}. Uses the
 * common pool; thread-safe.
 */
public final class Resampler {
  private Resampler() {}

  /** As a manifest declares it; NaN and infinities count as 0, outside is 0. */
  public static Volume resample(Volume source, VolumeGeometry target, Resample spec) {
    return interpolate(smooth(source, target, spec), target, spec);
  }

  /**
   * The first half of {@link #resample}: finite values, averaged where the source is finer than the
   * target. Serves every target of the same spacing and orientation.
   */
  static Volume smooth(Volume source, VolumeGeometry target, Resample spec) {
    Volume clean = Finite.clean(source);
    boolean box = spec.antialias() == Antialias.BOX || spec.method() == Method.AREA;
    return box && spec.method() != Method.NEAREST
        ? BoxFilter.apply(clean, alongSourceAxes(clean, target))
        : clean;
  }

  /** The second half of {@link #resample}. */
  static Volume interpolate(Volume smooth, VolumeGeometry target, Resample spec) {
    return spec.method() == Method.NEAREST ? nearest(smooth, target, 0) : linear(smooth, target, 0);
  }

  /**
   * Target spacing as seen along each source axis: that of the target axis which runs most nearly
   * along it. Both are equal where the target is isotropic.
   */
  private static Vec3 alongSourceAxes(Volume source, VolumeGeometry target) {
    Orientation of = Orientation.of(source.geometry());
    Orientation to = Orientation.of(target);
    double[] spacing = target.spacing().toArray();
    double[] seen = new double[3];
    for (int s = 0; s < 3; s++) {
      for (int t = 0; t < 3; t++) {
        seen[s] = of.axis()[s] == to.axis()[t] ? spacing[t] : seen[s];
      }
    }
    return new Vec3(seen[0], seen[1], seen[2]);
  }

  /** Trilinear interpolation between voxel centres. */
  public static Volume linear(Volume source, VolumeGeometry target, float outside) {
    float[] out = new float[target.voxels()];
    linear(source, target, outside, IndexBox.all(target), (n, v) -> out[n] = v);
    return new Volume(target, out);
  }

  /** Receives the value at a target voxel's offset; called from several threads. */
  interface Sink {
    void put(int offset, float value);
  }

  /** Trilinear interpolation at the voxels of a part of the target. */
  static void linear(Volume source, VolumeGeometry target, float outside, IndexBox box, Sink sink) {
    IndexTransform map = IndexTransform.between(target, source.geometry());
    Trilinear sampler = new Trilinear(source);
    Slices.forEach(
        box.depth(),
        slice -> {
          int k = box.k0() + slice;
          for (int j = box.j0(); j < box.j1(); j++) {
            Vec3 row = map.row(j, k);
            int[] span = map.span(row, source.geometry(), target.nx());
            int base = target.offset(0, j, k);
            for (int i = box.i0(); i < box.i1(); i++) {
              boolean within = i >= span[0] && i < span[1];
              sink.put(base + i, within ? sampler.at(row, map.di(), i) : outside);
            }
          }
        });
  }

  /** The nearest voxel; halves round up. */
  public static Volume nearest(Volume source, VolumeGeometry target, float outside) {
    float[] in = source.voxels();
    float[] out = new float[target.voxels()];
    NearestIndex.forEach(
        source.geometry(), target, (to, from) -> out[to] = from < 0 ? outside : in[from]);
    return new Volume(target, out);
  }

  /** Labels onto another grid by the nearest voxel; background outside. */
  public static LabelMap nearest(LabelMap source, VolumeGeometry target) {
    byte[] in = source.labels();
    byte[] out = new byte[target.voxels()];
    NearestIndex.forEach(
        source.geometry(), target, (to, from) -> out[to] = from < 0 ? 0 : in[from]);
    return new LabelMap(target, out);
  }
}
