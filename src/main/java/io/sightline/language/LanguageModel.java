package io.sightline.language;

import io.sightline.bundle.Bundle;
import io.sightline.inference.HostTensor;
import io.sightline.shared.Cancellation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The port to a decoder-only language model. Thread-safe; blocking. */
public interface LanguageModel {

  /**
   * Generates until a stop token or the limit.
   *
   * @param imageTokens [1, N, H] put before the prompt, or null for text only
   * @param prompt already rendered; special tokens in it are recognised
   * @param events called on this thread; an exception from it ends the generation
   * @param cancellation checked at every token
   * @throws io.sightline.shared.ProblemException {@code too_large} when the prompt exceeds the
   *     context, {@code cancelled}
   */
  void generate(
      Bundle bundle,
      @Nullable HostTensor imageTokens,
      String prompt,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation);

  /**
   * The hidden state at the last token of a prompt: how a phrase that the model did not write asks
   * for a region.
   *
   * @return width H
   */
  float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt);
}
