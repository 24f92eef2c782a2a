package io.sightline.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Queries asked one after the other on one thread.
 *
 * @param nanos wall-clock time of each
 * @param cpuNanos processor time of all
 */
record Timed(long[] nanos, long cpuNanos) {

  /** Asks one query. */
  interface Ask {
    void ask(int number, float[] query);
  }

  static Timed of(float[][] queries, Ask ask) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] nanos = new long[queries.length];
    long cpu = threads.getCurrentThreadCpuTime();
    for (int n = 0; n < queries.length; n++) {
      long start = System.nanoTime();
      ask.ask(n, queries[n]);
      nanos[n] = System.nanoTime() - start;
    }
    return new Timed(nanos, threads.getCurrentThreadCpuTime() - cpu);
  }
}
