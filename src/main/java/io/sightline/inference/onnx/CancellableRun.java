package io.sightline.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a run. It always sees the run end, since the caller frees the inputs afterwards; a
 * cancellation or interrupt only makes it end sooner.
 */
final class CancellableRun {
  private static final long POLL_MS = 10;

  private CancellableRun() {}

  static Map<String, Tensor> await(
      Future<Map<String, Tensor>> run, RunOptions options, Cancellation cancellation)
      throws OrtException {
    boolean interrupted = false;
    boolean terminated = false;
    try {
      while (true) {
        try {
          Map<String, Tensor> result = run.get(POLL_MS, TimeUnit.MILLISECONDS);
          return terminated ? discard(result) : result;
        } catch (TimeoutException e) {
          terminated |= terminate(options, cancellation.isCancelled() || interrupted);
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(e.getCause(), terminated);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean terminate(RunOptions options, boolean wanted) throws OrtException {
    if (wanted) {
      options.setTerminate(true);
    }
    return wanted;
  }

  private static Map<String, Tensor> discard(Map<String, Tensor> result) {
    result.values().forEach(Tensor::close);
    throw cancelled(null);
  }

  private static ProblemException cancelled(@Nullable Throwable cause) {
    return new ProblemException(ErrorCode.CANCELLED, "The work was cancelled.", cause);
  }

  private static RuntimeException failure(Throwable cause, boolean terminated) throws OrtException {
    if (terminated) {
      return cancelled(cause);
    }
    if (cause instanceof OrtException e) {
      throw e;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
