package io.sightline.app.bench;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Compares a query with every vector, on one thread: the truth, and what an index has to beat. */
final class ExactSearch {
  private final float[][] stored;

  ExactSearch(float[][] stored) {
    this.stored = stored;
  }

  private record Near(int number, double dot) {}

  /** Numbers of the k nearest by dot product, in no order. */
  int[] nearest(float[] query, int k) {
    PriorityQueue<Near> best = new PriorityQueue<>(Comparator.comparingDouble(Near::dot));
    for (int n = 0; n < stored.length; n++) {
      double dot = dot(stored[n], query);
      if (best.size() < k) {
        best.add(new Near(n, dot));
      } else if (dot > best.element().dot()) {
        best.remove();
        best.add(new Near(n, dot));
      }
    }
    return best.stream().mapToInt(Near::number).toArray();
  }

  private static double dot(float[] a, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
