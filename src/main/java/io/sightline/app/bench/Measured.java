package io.sightline.app.bench;

import java.util.Arrays;

/**
 * What one way of searching did.
 *
 * @param recall share of the true nearest that it found, 0..1
 * @param p50Ms median time of a query
 * @param p95Ms time that 95 % of the queries stay below
 * @param cpuMs processor time of a query, on average: what other work on the machine does not
 *     change
 * @param buildSeconds from vectors to an index that answers
 */
record Measured(
    String name, double recall, double p50Ms, double p95Ms, double cpuMs, double buildSeconds) {

  /**
   * @param nanos wall-clock time of each query
   * @param cpuNanos processor time of all queries together
   */
  static Measured of(String name, double recall, long[] nanos, long cpuNanos, double buildSeconds) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Measured(
        name,
        recall,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) Math.min(sorted.length - 1, Math.round(sorted.length * 0.95))] / 1e6,
        cpuNanos / 1e6 / nanos.length,
        buildSeconds);
  }
}
