package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs a batch and reports its first failure in the words of the task that failed. */
final class Tasks {
  private Tasks() {}

  static void runAll(ExecutorService threads, List<Callable<Void>> tasks) {
    List<Future<Void>> running = tasks.stream().map(threads::submit).toList();
    try {
      for (Future<Void> task : running) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ProblemException p
          ? p
          : new ProblemException(
              ErrorCode.CORRUPT_PIXEL_DATA, "A slice could not be decoded.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ErrorCode.CANCELLED, "Loading the volume was interrupted.", e);
    } finally {
      running.forEach(t -> t.cancel(true));
    }
  }
}
