package io.sightline.specialist;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Runs a specialist so that nothing it does can harm whoever asked: within a time, and with every
 * failure turned into a warning. Only the caller's own cancellation goes through. Thread-safe;
 * blocking.
 */
public final class SpecialistRunner {
  private static final Logger LOG = Logger.getLogger(SpecialistRunner.class);
  private static final long POLL_MS = 20;

  private final SpecialistRegistry registry;
  private final Duration timeout;

  /**
   * @param timeout of one run, loading included
   */
  public SpecialistRunner(SpecialistRegistry registry, Duration timeout) {
    this.registry = registry;
    this.timeout = timeout;
  }

  /**
   * @throws ProblemException {@code cancelled} when the caller's work was
   */
  public SpecialistOutcome run(
      String id, SequencedMap<Sequence, Volume> volumes, Cancellation cancellation) {
    long start = System.nanoTime();
    Optional<Specialist> specialist = registry.find(id);
    if (specialist.isEmpty()) {
      return failed(id, "specialist_unavailable", "it is not ready", start);
    }
    Cancellation own = new Cancellation();
    CompletableFuture<SpecialistResult> run = new CompletableFuture<>();
    // a run that does not end in time is left behind: it ends by itself between two nodes
    Thread.ofPlatform()
        .name("specialist-" + id)
        .daemon()
        .start(() -> complete(run, specialist.get(), volumes, own));
    try {
      SpecialistResult result = await(run, start, cancellation);
      return new SpecialistOutcome(id, result, null, millis(start));
    } catch (TimeoutException e) {
      return failed(
          id, "specialist_timeout", "it took longer than " + timeout.toSeconds() + " s", start);
    } catch (ExecutionException e) {
      return failed(id, e.getCause(), start);
    } finally {
      own.cancel();
    }
  }

  private static void complete(
      CompletableFuture<SpecialistResult> run,
      Specialist specialist,
      SequencedMap<Sequence, Volume> volumes,
      Cancellation cancellation) {
    try {
      run.complete(specialist.run(volumes, cancellation));
    } catch (RuntimeException | Error e) { // out of memory costs this evidence, not the server
      run.completeExceptionally(e);
    }
  }

  private SpecialistResult await(
      CompletableFuture<SpecialistResult> run, long start, Cancellation cancellation)
      throws TimeoutException, ExecutionException {
    while (true) {
      cancellation.check();
      try {
        return run.get(POLL_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (millis(start) > timeout.toMillis()) {
          throw e;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(ErrorCode.CANCELLED, "The work was interrupted.", e);
      }
    }
  }

  private static SpecialistOutcome failed(String id, Throwable cause, long start) {
    if (cause instanceof ProblemException p) {
      return switch (p.code()) {
        case OUT_OF_SCOPE, NO_VOLUME, GEOMETRY ->
            failed(id, "specialist_out_of_scope", p.detail(), start);
        case NO_BUNDLE, INVALID_BUNDLE, BUSY, REMOTE_UNAVAILABLE ->
            failed(id, "specialist_unavailable", p.detail(), start);
        default -> failed(id, "specialist_failed", p.detail(), start);
      };
    }
    LOG.errorf(cause, "Specialist %s failed.", id);
    return failed(id, "specialist_failed", "it ended with an error", start);
  }

  private static SpecialistOutcome failed(String id, String code, String why, long start) {
    String reason = why.endsWith(".") ? why : why + ".";
    Warning warning =
        new Warning(code, "Nothing of specialist %s is in this report: %s".formatted(id, reason));
    return new SpecialistOutcome(id, null, warning, millis(start));
  }

  private static long millis(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
