package io.sightline.inference.remote;

import io.sightline.inference.remote.AwaitedCall.Call;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a call again where that is safe and may help: there was no connection, or the server turned
 * everybody away. What the model itself made of the call is never asked for twice.
 *
 * @param retries further tries
 * @param backoff pause before the first of them; doubles each time
 */
record Attempts(int retries, Duration backoff) {
  private static final long POLL_NANOS = 20_000_000;
  private static final int MOST_DOUBLINGS = 6;

  <T> T run(Call<T> call, Cancellation cancellation) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return call.run();
      } catch (OipFailure e) {
        if (!e.worthRetrying() || attempt >= retries) {
          throw e;
        }
        pause(attempt, cancellation);
      }
    }
  }

  /** Up to half of it is chance, so that many callers do not come at once. */
  private void pause(int attempt, Cancellation cancellation) {
    long nanos = backoff.multipliedBy(1L << Math.min(attempt, MOST_DOUBLINGS)).toNanos();
    long end = System.nanoTime() + nanos + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    while (System.nanoTime() - end < 0) {
      cancellation.check();
      if (Thread.currentThread().isInterrupted()) {
        throw new ProblemException(ErrorCode.CANCELLED, "The work was interrupted.");
      }
      LockSupport.parkNanos(Math.min(POLL_NANOS, Math.max(1, end - System.nanoTime())));
    }
  }
}
