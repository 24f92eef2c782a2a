package io.sightline.app.eval;

import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Ways in which images get worse, or are stored otherwise. Pure functions. */
final class Spoiling {
  private static final double NOISE = 0.06;
  private static final double BRIGHT = 0.995;

  private Spoiling() {}

  /** Slices along the third axis, averaged in blocks of about so many mm; a rest is left out. */
  static UnaryOperator<Volume> thickSlices(double mm) {
    return v -> {
      VolumeGeometry g = v.geometry();
      int block = Math.max(1, (int) Math.round(mm / g.spacing().z()));
      int nz = Math.max(1, g.nz() / block);
      int plane = g.nx() * g.ny();
      float[] out = new float[plane * nz];
      for (int n = 0; n < out.length; n++) {
        double sum = 0;
        for (int b = 0; b < block && block <= g.nz(); b++) {
          sum += v.voxels()[n % plane + plane * (n / plane * block + b)];
        }
        out[n] = (float) (sum / block);
      }
      Vec3 spacing = new Vec3(g.spacing().x(), g.spacing().y(), g.spacing().z() * block);
      Vec3 origin = g.toPatient(0, 0, (block - 1) / 2.0);
      return new Volume(
          new VolumeGeometry(g.nx(), g.ny(), nz, spacing, origin, g.direction()), out);
    };
  }

  /** Rician noise: a standard deviation of 6 % of the brightest 0.5 %. */
  static UnaryOperator<Volume> noise(long seed) {
    return v -> {
      float[] sorted = v.voxels().clone();
      Arrays.sort(sorted);
      double sigma = NOISE * sorted[(int) (BRIGHT * (sorted.length - 1))];
      SplittableRandom random = new SplittableRandom(seed);
      float[] out = new float[sorted.length];
      for (int n = 0; n < out.length; n++) {
        double real = v.voxels()[n] + sigma * random.nextGaussian();
        out[n] = (float) Math.hypot(real, sigma * random.nextGaussian());
      }
      return new Volume(v.geometry(), out);
    };
  }

  /** The same image stored from the other end along every axis, with a header that says so. */
  static UnaryOperator<Volume> reversed() {
    return v -> {
      VolumeGeometry g = v.geometry();
      float[] out = new float[v.voxels().length];
      for (int n = 0; n < out.length; n++) {
        out[n] = v.voxels()[out.length - 1 - n];
      }
      double[] back = g.direction();
      for (int n = 0; n < back.length; n++) {
        back[n] = -back[n];
      }
      Vec3 origin = g.toPatient(g.nx() - 1.0, g.ny() - 1.0, g.nz() - 1.0);
      return new Volume(new VolumeGeometry(g.nx(), g.ny(), g.nz(), g.spacing(), origin, back), out);
    };
  }
}
