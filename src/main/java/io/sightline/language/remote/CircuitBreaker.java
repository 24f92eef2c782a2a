package io.sightline.language.remote;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves a server alone after failures in a row: closed, then open for a pause, then one trial
 * decides. Thread-safe.
 */
final class CircuitBreaker {
  private final int most;
  private final long pause;
  private final LongSupplier clock;
  private int failures;
  private long openUntil;
  private boolean trying;

  /**
   * @param clock nanoseconds
   */
  CircuitBreaker(int most, Duration pause, LongSupplier clock) {
    this.most = most;
    this.pause = pause.toNanos();
    this.clock = clock;
  }

  /** Whether a call may be made now; the caller then reports how it went. */
  synchronized boolean allows() {
    if (failures < most) {
      return true;
    }
    if (trying || clock.getAsLong() - openUntil < 0) {
      return false;
    }
    trying = true;
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
    trying = false;
  }

  synchronized void failed() {
    failures = Math.min(failures + 1, most);
    trying = false;
    openUntil = clock.getAsLong() + pause;
  }

  /** Neither the one nor the other, for example when the caller went away. */
  synchronized void undecided() {
    trying = false;
  }
}
