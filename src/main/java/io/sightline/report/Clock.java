package io.sightline.report;

import java.util.concurrent.TimeUnit;

/** Milliseconds per stage. */
final class Clock {
  private final long start = System.nanoTime();
  private long last = start;

  /** Since the last lap. */
  long lap() {
    long now = System.nanoTime();
    long ms = TimeUnit.NANOSECONDS.toMillis(now - last);
    last = now;
    return ms;
  }

  long total() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
