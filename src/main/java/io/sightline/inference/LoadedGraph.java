package io.sightline.inference;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place in the pool: empty, or a session. {@code leases} is guarded by the pool's lock. */
final class LoadedGraph {
  int leases;

  private volatile @Nullable InferenceSession session;
  private volatile long bytes;
  private volatile boolean stale;

  /** Loads at the first call; others wait for it. A failure leaves the place empty. */
  synchronized InferenceSession session(Supplier<InferenceSession> load, long size) {
    InferenceSession loaded = session;
    if (loaded != null && (stale || loaded.away() != null)) {
      unload();
      loaded = null;
    }
    if (loaded == null) {
      stale = false;
      loaded = load.get();
      session = loaded;
      bytes = size;
    }
    return loaded;
  }

  /** Makes the next lease load anew; only for graphs that run elsewhere and hold nothing here. */
  void expire() {
    stale = true;
  }

  boolean isLoaded() {
    return session != null;
  }

  /** Why its last run did not reach the graph; null when it did, or there was none. */
  @Nullable String away() {
    InferenceSession loaded = session;
    return loaded == null ? null : loaded.away();
  }

  /** 0 while empty, and for what runs elsewhere. */
  long bytes() {
    return bytes;
  }

  synchronized void unload() {
    InferenceSession loaded = session;
    if (loaded != null) {
      loaded.close();
      session = null;
      bytes = 0;
    }
  }
}
