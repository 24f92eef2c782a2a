package io.sightline.report.tool;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Runs one call within a time: one that takes longer is cancelled and left behind. What goes wrong
 * in it becomes a {@link ToolRefusal}; only the caller's own cancellation goes through.
 */
final class TimedCall {
  private static final Logger LOG = Logger.getLogger(TimedCall.class);
  private static final long POLL_MS = 20;

  private TimedCall() {}

  static ToolResult run(
      String name,
      Duration most,
      Cancellation cancellation,
      Function<Cancellation, ToolResult> work) {
    if (!most.isPositive()) {
      throw new ToolRefusal("the time for tools in this turn is used up");
    }
    Cancellation own = new Cancellation();
    CompletableFuture<ToolResult> run = new CompletableFuture<>();
    Thread.ofPlatform().name("tool-" + name).daemon().start(() -> complete(run, work, own));
    try {
      return await(run, System.nanoTime() + most.toNanos(), cancellation);
    } catch (TimeoutException e) {
      throw new ToolRefusal(
          "it took longer than the %d s that are left".formatted(most.toSeconds()));
    } catch (ExecutionException e) {
      throw refusal(name, e.getCause());
    } finally {
      own.cancel();
    }
  }

  private static void complete(
      CompletableFuture<ToolResult> run,
      Function<Cancellation, ToolResult> work,
      Cancellation own) {
    try {
      run.complete(work.apply(own));
    } catch (RuntimeException | Error e) { // out of memory costs this call, not the server
      run.completeExceptionally(e);
    }
  }

  private static ToolResult await(
      CompletableFuture<ToolResult> run, long end, Cancellation cancellation)
      throws TimeoutException, ExecutionException {
    while (true) {
      cancellation.check();
      try {
        return run.get(POLL_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(ErrorCode.CANCELLED, "The work was interrupted.", e);
      }
    }
  }

  private static ToolRefusal refusal(String name, Throwable cause) {
    if (cause instanceof ToolRefusal told) {
      return told;
    }
    LOG.errorf(cause, "Tool %s failed.", name);
    return new ToolRefusal("it failed");
  }
}
