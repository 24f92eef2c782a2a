package io.sightline.shared;

/**
 * A flag that one thread raises and a worker polls between units of work. Thread-safe; it never
 * goes back to false.
 */
public final class Cancellation {
  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * @throws ProblemException with {@link ErrorCode#CANCELLED} once {@link #cancel} was called
   */
  public void check() {
    if (cancelled) {
      throw new ProblemException(ErrorCode.CANCELLED, "The work was cancelled.");
    }
  }
}
