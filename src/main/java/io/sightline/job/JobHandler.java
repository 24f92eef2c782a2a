package io.sightline.job;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;

/**
 * Does the work of one kind of job; found as a CDI bean. A job is run again after a crash or a
 * restart until {@link #run} returns or throws, so a handler starts afresh from what is stored and
 * does nothing for an id that is already finished.
 *
 * <p>The queue, not the handler, decides how a job ended: exactly one of the three methods has the
 * last word.
 */
public interface JobHandler {

  /**
   * Name of this kind, at most 100 characters; stable, because waiting jobs are stored under it.
   */
  String kind();

  /**
   * Works on one job on a thread of the queue's pool.
   *
   * @param cancellation polled between units of work; raised by {@link JobQueue#cancel} and when
   *     the server stops (then the job runs again at the next start). Leave by throwing what {@link
   *     Cancellation#check} throws and store nothing final.
   */
  void run(String id, Cancellation cancellation) throws Exception;

  /** The job was cancelled, before or while it ran. */
  void cancelled(String id);

  /** {@link #run} threw; anything but a {@link ProblemException} arrives as {@code internal}. */
  void failed(String id, ProblemException problem);
}
