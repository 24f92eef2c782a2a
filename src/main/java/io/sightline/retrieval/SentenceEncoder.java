package io.sightline.retrieval;

import java.util.Optional;

/**
 * Places sentences of like meaning near each other, whatever their words. Thread-safe; blocks for
 * milliseconds.
 */
public interface SentenceEncoder {
  /** Encodes nothing: texts are compared by their words alone. */
  SentenceEncoder NONE = new None();

  /** Vectors of encoders with different ids are not comparable. */
  String id();

  /** Of length 1; empty when the encoder makes nothing of the text. */
  Optional<float[]> encode(String text);

  /** The encoder of servers that want none. */
  record None() implements SentenceEncoder {
    @Override
    public String id() {
      return "none";
    }

    @Override
    public Optional<float[]> encode(String text) {
      return Optional.empty();
    }
  }
}
