package io.sightline.app.bench;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Unit vectors for a benchmark, one after the other: a seeded random linear image of {@value
 * #HIDDEN} independent normals, and a little noise. Embeddings have few degrees of freedom in many
 * numbers; directions that are independent in every number have no neighbours worth finding. Not
 * thread-safe.
 */
final class BenchVectors implements Supplier<float[]> {
  private static final int HIDDEN = 32;
  private static final double NOISE = 0.1;

  private final double[][] map;
  private final double[] hidden = new double[HIDDEN];
  private final Random random;

  /**
   * @param dimension numbers of a vector
   * @param space seed of the linear map: vectors of one space are alike
   * @param seed of what is drawn in it
   */
  BenchVectors(int dimension, long space, long seed) {
    Random mapping = new Random(space);
    this.map = new double[dimension][HIDDEN];
    for (double[] row : map) {
      Arrays.setAll(row, _ -> mapping.nextGaussian() / Math.sqrt(HIDDEN));
    }
    this.random = new Random(seed);
  }

  /** The next vector, of length 1. */
  @Override
  public float[] get() {
    Arrays.setAll(hidden, _ -> random.nextGaussian());
    float[] out = new float[map.length];
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      double v = NOISE * random.nextGaussian();
      for (int h = 0; h < hidden.length; h++) {
        v += map[i][h] * hidden[h];
      }
      out[i] = (float) v;
      sum += v * v;
    }
    float length = (float) Math.sqrt(sum);
    for (int i = 0; i < out.length; i++) {
      out[i] /= length;
    }
    return out;
  }
}
