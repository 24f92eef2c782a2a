package io.sightline.inference;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A place in the pool: empty, or a session. {@code leases} is guarded by the pool's lock. */
final class LoadedGraph {
  int leases;

  private @Nullable InferenceSession session;
  private volatile long bytes;

  /** Loads at the first call; others wait for it. A failure leaves the place empty. */
  synchronized InferenceSession session(Supplier<InferenceSession> load, long size) {
    InferenceSession loaded = session;
    if (loaded == null) {
      loaded = load.get();
      session = loaded;
      bytes = size;
    }
    return loaded;
  }

  /** 0 while empty. */
  long bytes() {
    return bytes;
  }

  synchronized void unload() {
    if (session != null) {
      session.close();
      session = null;
      bytes = 0;
    }
  }
}
