package io.sightline.app.bench;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The true nearest of the first queries: of how many says what comparing everything may cost.
 *
 * @param nearest numbers of stored vectors, by query
 */
record Truth(int[][] nearest) {
  /** Vectors that are compared for it; at a million stored ones this leaves 50 queries. */
  private static final long COMPARISONS = 50_000_000;

  private static final int LEAST = 20;

  /** How many of the queries are compared with everything. */
  static int queries(int stored, int queries) {
    return (int) Math.min(queries, Math.max(LEAST, COMPARISONS / stored));
  }

  /**
   * Share of the true nearest that were found, 0..1.
   *
   * @param found by query; those without a truth are not looked at
   */
  double recall(int[][] found) {
    int hits = 0;
    int all = 0;
    for (int n = 0; n < nearest.length; n++) {
      hits += shared(nearest[n], found[n]);
      all += nearest[n].length;
    }
    return (double) hits / all;
  }

  private static int shared(int[] truth, int[] found) {
    Set<Integer> all = new HashSet<>();
    Arrays.stream(truth).forEach(all::add);
    return (int) Arrays.stream(found).distinct().filter(all::contains).count();
  }
}
