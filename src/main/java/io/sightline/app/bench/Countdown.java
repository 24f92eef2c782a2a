package io.sightline.app.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says now and then how far a long piece of work is and about how long it will take yet, at the
 * speed so far. Not thread-safe.
 */
final class Countdown {
  private static final long EVERY = Duration.ofSeconds(10).toNanos();

  private final String what;
  private final long total;
  private final Consumer<String> out;
  private final LongSupplier clock;
  private final long start;
  private long said;

  /**
   * @param clock nanoseconds
   */
  Countdown(String what, long total, Consumer<String> out, LongSupplier clock) {
    this.what = what;
    this.total = total;
    this.out = out;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.said = start;
  }

  /**
   * @param done so far, above 0
   */
  void at(long done) {
    long now = clock.getAsLong();
    if (now - said < EVERY || done >= total) {
      return;
    }
    said = now;
    double left = (now - start) / 1e9 / done * (total - done);
    out.accept(
        String.format(Locale.ROOT, "%s: %,d of %,d, about %s left", what, done, total, time(left)));
  }

  private static String time(double seconds) {
    return seconds < 90
        ? String.format(Locale.ROOT, "%.0f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
