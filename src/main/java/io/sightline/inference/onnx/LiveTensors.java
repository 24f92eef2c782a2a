package io.sightline.inference.onnx;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts native tensors that are open, and the elements that crossed between Java and native
 * memory, so that tests can prove that nothing leaks and that caches stay native. Thread-safe.
 */
public final class LiveTensors {
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong copied = new AtomicLong();

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void copied(long elements) {
    copied.addAndGet(elements);
  }

  /** Tensors open now. */
  public long open() {
    return open.get();
  }

  /** Elements copied into or out of native memory since the start. */
  public long copiedElements() {
    return copied.get();
  }
}
