package io.sightline.vision;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Encodings by key, least recently used out first, within a budget of bytes. Requests for one key
 * at the same time compute it once. Thread-safe.
 */
final class EncodingCache {
  private static final long POLL_MS = 50;

  private final long budget;
  private final LinkedHashMap<String, Encoding> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<Encoding>> underway = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param budget bytes; an encoding larger than it is handed out but not kept
   */
  EncodingCache(long budget) {
    this.budget = budget;
  }

  /**
   * @param cancellation ends the wait for another caller's work; that work goes on
   */
  Encoding get(String key, Supplier<Encoding> compute, Cancellation cancellation) {
    CompletableFuture<Encoding> mine = new CompletableFuture<>();
    CompletableFuture<Encoding> other;
    synchronized (this) {
      Encoding cached = kept.get(key);
      if (cached != null) {
        return cached;
      }
      other = underway.putIfAbsent(key, mine);
    }
    return other == null ? compute(key, compute, mine) : await(key, compute, other, cancellation);
  }

  private Encoding compute(
      String key, Supplier<Encoding> compute, CompletableFuture<Encoding> mine) {
    try {
      Encoding encoding = compute.get();
      keep(key, encoding);
      mine.complete(encoding);
      return encoding;
    } catch (RuntimeException | Error e) {
      finish(key);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  /** Another caller's failure, its cancellation for one, is not ours: try again. */
  private Encoding await(
      String key,
      Supplier<Encoding> compute,
      CompletableFuture<Encoding> other,
      Cancellation cancellation) {
    while (true) {
      cancellation.check();
      try {
        return other.get(POLL_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        continue;
      } catch (ExecutionException e) {
        return get(key, compute, cancellation);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProblemException(ErrorCode.CANCELLED, "The work was interrupted.", e);
      }
    }
  }

  private synchronized void finish(String key) {
    underway.remove(key);
  }

  private synchronized void keep(String key, Encoding encoding) {
    underway.remove(key);
    long size = encoding.bytes();
    if (size > budget) {
      return;
    }
    bytes += size;
    kept.put(key, encoding);
    var eldest = kept.entrySet().iterator();
    while (bytes > budget) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  synchronized int size() {
    return kept.size();
  }
}
