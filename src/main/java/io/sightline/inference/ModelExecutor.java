package io.sightline.inference;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads on which graphs run: few, because each graph uses several cores itself, and
 * never an event loop or the carrier of a virtual thread. First come, first served.
 */
@ApplicationScoped
public class ModelExecutor implements AutoCloseable {
  private final ThreadPoolExecutor pool;

  @Inject
  public ModelExecutor(InferenceConfig config) {
    this(config.parallel(), config.queue());
  }

  public ModelExecutor(int parallel, int queue) {
    ThreadFactory threads = Thread.ofPlatform().name("model-", 1).daemon().factory();
    pool =
        new ThreadPoolExecutor(
            parallel, parallel, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), threads);
  }

  /**
   * @throws ProblemException {@code busy} when too many wait already
   */
  public <T> Future<T> submit(Callable<T> work) {
    try {
      return pool.submit(work);
    } catch (RejectedExecutionException e) {
      throw new ProblemException(
          ErrorCode.BUSY, "The models have more work waiting than allowed; try again later.", e);
    }
  }

  @Override
  @PreDestroy
  public void close() {
    pool.close();
  }
}
