package io.sightline.inference.remote;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Lets a blocking call be made on a thread of its own, so that whoever waits can be told to stop:
 * by a cancellation, an interrupt, or the clock, which also ends bodies that trickle for ever. A
 * call that is given up is interrupted, and what it still brings is discarded.
 */
final class AwaitedCall {
  private static final long POLL_MS = 10;

  private AwaitedCall() {}

  /** A call over the network. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * @param discard frees what comes too late
   * @throws OipFailure what the call reported, or that time ran out
   * @throws ProblemException {@code cancelled}
   */
  static <T> T await(Call<T> call, Consumer<T> discard, Duration most, Cancellation cancellation)
      throws IOException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread worker = Thread.ofVirtual().name("oip-call").start(() -> complete(done, call));
    long end = System.nanoTime() + most.toNanos();
    try {
      while (true) {
        cancellation.check();
        try {
          T answer = done.get(POLL_MS, TimeUnit.MILLISECONDS);
          worker = null;
          return answer;
        } catch (TimeoutException e) {
          if (System.nanoTime() - end > 0) {
            throw OipFailure.failed("it did not answer within " + most.toSeconds() + " s", e);
          }
        }
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ErrorCode.CANCELLED, "The work was interrupted.", e);
    } finally {
      if (worker != null) {
        worker.interrupt();
        done.thenAccept(discard);
      }
    }
  }

  private static <T> void complete(CompletableFuture<T> done, Call<T> call) {
    try {
      done.complete(call.run());
    } catch (IOException | RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case OipFailure known -> known;
      case IOException broken ->
          OipFailure.failed("the connection broke off within its answer", broken);
      case Error error -> throw error; // out of memory: for whoever runs the specialist
      default -> throw new IllegalStateException("a call failed", cause);
    };
  }
}
