package io.sightline.language;

/** What a generation emits, in order, on the generating thread. */
public sealed interface GenerationEvent {

  /** Decoded text; always whole characters, pieces concatenate to the full text. */
  record Text(String piece) implements GenerationEvent {}

  /**
   * A special token that is no stop token, such as {@code <seg>}, a slot or a section, with the
   * hidden state at its position. Its words are in no {@link Text}.
   *
   * @param hidden width H of the language model; empty when the model gives no hidden states
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Marker(String token, float[] hidden) implements GenerationEvent {}

  /** The last event. */
  record End(StopReason reason, int promptTokens, int generatedTokens) implements GenerationEvent {}

  enum StopReason {
    STOP_TOKEN,
    MAX_TOKENS
  }
}
