package io.sightline.app.bench;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Compares a query with every vector, on one thread: the truth, and what an index has to beat. Not
 * thread-safe.
 */
final class ExactSearch {
  private static final int AT_ONCE = 256;

  private final VectorFile stored;
  private final float[] rows;

  ExactSearch(VectorFile stored) {
    this.stored = stored;
    this.rows = new float[AT_ONCE * stored.dimension()];
  }

  private record Near(int number, double dot) {}

  /** Numbers of the k nearest by dot product, in no order. */
  int[] nearest(float[] query, int k) {
    PriorityQueue<Near> best = new PriorityQueue<>(Comparator.comparingDouble(Near::dot));
    for (int first = 0; first < stored.count(); first += AT_ONCE) {
      int some = Math.min(AT_ONCE, stored.count() - first);
      stored.read(first, some, rows);
      for (int n = 0; n < some; n++) {
        offer(best, first + n, dot(rows, n * query.length, query), k);
      }
    }
    return best.stream().mapToInt(Near::number).toArray();
  }

  private static void offer(PriorityQueue<Near> best, int number, double dot, int k) {
    if (best.size() < k) {
      best.add(new Near(number, dot));
    } else if (dot > best.element().dot()) {
      best.remove();
      best.add(new Near(number, dot));
    }
  }

  private static double dot(float[] a, int from, float[] b) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < b.length; i += 4) {
      s0 += a[from + i] * b[i];
      s1 += a[from + i + 1] * b[i + 1];
      s2 += a[from + i + 2] * b[i + 2];
      s3 += a[from + i + 3] * b[i + 3];
    }
    for (; i < b.length; i++) {
      s0 += a[from + i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
