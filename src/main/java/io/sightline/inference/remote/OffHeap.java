package io.sightline.inference.remote;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory outside the Java heap, given back by its owner once. */
record OffHeap(Arena arena, MemorySegment bytes) implements AutoCloseable {

  static OffHeap of(long size) {
    Arena arena = Arena.ofShared();
    try {
      return new OffHeap(arena, arena.allocate(size, Long.BYTES));
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
