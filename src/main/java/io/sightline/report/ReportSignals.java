package io.sightline.report;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes whoever waits for something new about any report. A missed signal costs a short wait, never
 * an event: those are in the database. Thread-safe.
 */
final class ReportSignals {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;

  void changed() {
    lock.lock();
    try {
      count++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something changed since {@code seen}, or the time is over. */
  void await(long seen, Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (count == seen && left > 0) {
        left = changed.awaitNanos(Math.min(left, TimeUnit.SECONDS.toNanos(60)));
      }
    } finally {
      lock.unlock();
    }
  }
}
