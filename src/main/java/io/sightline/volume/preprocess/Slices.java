package io.sightline.volume.preprocess;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs work that is independent per slice on the common pool, which is bounded by the cores. */
final class Slices {
  private Slices() {}

  static void forEach(int count, IntConsumer body) {
    IntStream.range(0, count).parallel().forEach(body);
  }
}
