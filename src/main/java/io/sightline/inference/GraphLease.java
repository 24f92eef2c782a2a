package io.sightline.inference;

import java.util.concurrent.atomic.AtomicBoolean;

/** Returns the graph to the pool once, however often it is closed. */
record GraphLease(InferenceSession session, Runnable release, AtomicBoolean returned)
    implements SessionPool.Lease {

  GraphLease(InferenceSession session, Runnable release) {
    this(session, release, new AtomicBoolean());
  }

  @Override
  public void close() {
    if (returned.compareAndSet(false, true)) {
      release.run();
    }
  }
}
