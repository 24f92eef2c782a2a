package io.sightline.app.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Unit vectors for a benchmark: a seeded random linear image of {@value #HIDDEN} independent
 * normals, and a little noise. Embeddings have few degrees of freedom in many numbers; directions
 * that are independent in every number have no neighbours worth finding. Queries are drawn alike.
 */
final class BenchVectors {
  private static final int HIDDEN = 32;
  private static final double NOISE = 0.1;

  private final float[][] stored;
  private final float[][] queries;

  BenchVectors(int count, int queries, int dimension, long seed) {
    Random random = new Random(seed);
    double[][] map = new double[dimension][HIDDEN];
    for (double[] row : map) {
      Arrays.setAll(row, _ -> random.nextGaussian() / Math.sqrt(HIDDEN));
    }
    this.stored = drawn(count, map, random);
    this.queries = drawn(queries, map, random);
  }

  private static float[][] drawn(int count, double[][] map, Random random) {
    float[][] out = new float[count][];
    double[] hidden = new double[HIDDEN];
    for (int n = 0; n < count; n++) {
      Arrays.setAll(hidden, _ -> random.nextGaussian());
      out[n] = image(hidden, map, random);
    }
    return out;
  }

  /** Of length 1. */
  private static float[] image(double[] hidden, double[][] map, Random random) {
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

  float[][] stored() {
    return stored;
  }

  float[][] queries() {
    return queries;
  }

  /** Little-endian float32, one vector after the other. */
  static void write(float[][] vectors, Path file) throws IOException {
    ByteBuffer row =
        ByteBuffer.allocate(vectors[0].length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (OutputStream raw = Files.newOutputStream(file);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(raw, 1 << 20))) {
      for (float[] v : vectors) {
        row.clear().asFloatBuffer().put(v);
        out.write(row.array());
      }
    }
  }
}
