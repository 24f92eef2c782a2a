package io.sightline.job;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Background work that survives restarts: a submitted job runs to completion exactly once. Jobs of
 * all kinds share one bounded queue and a few threads. Thread-safe.
 */
public interface JobQueue {

  /**
   * Submits a job in the same transaction as what the caller stores for it.
   *
   * @param kind a {@link JobHandler#kind}
   * @param alongside writes in that transaction; both are stored or neither
   * @throws io.sightline.shared.ProblemException {@code busy} when the queue is full; nothing is
   *     stored then
   */
  void submit(String kind, String id, Consumer<Handle> alongside);

  default void submit(String kind, String id) {
    submit(kind, id, transaction -> {});
  }

  /**
   * Takes a waiting job out of the queue, or raises the flag of a running one; {@link
   * JobHandler#cancelled} follows.
   *
   * @return false when no such job waits or runs
   */
  boolean cancel(String kind, String id);

  /** Jobs that wait or run. */
  int size();
}
