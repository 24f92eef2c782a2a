package io.sightline.bundle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The language model of a bundle.
 *
 * @param tokenizer path of a {@code tokenizer.json}
 * @param promptTemplate text of a report's prompt with {@code {sequences}} and, where the model was
 *     trained on it, {@code {evidence}}
 * @param segmentTemplate text that asks for a region by words, with {@code {text}}
 * @param answerTemplate text before the answer to a question about a study, with {@code
 *     {sequences}}, {@code {question}} and perhaps {@code {evidence}}; null when the model answers
 *     none
 * @param embedTemplate text, with {@code {text}}, whose hidden states the graph {@code
 *     text_embedding} makes a vector of
 * @param segToken asks for a region; null when the model does not ground
 * @param slots tokens inside sentences that the server replaces by a measure: {@code max-diameter},
 *     {@code volume}
 * @param sections tokens that open a section: {@code findings}, {@code impression}
 * @param eos stop tokens besides those of {@code generation_config.json} and {@code
 *     tokenizer_config.json}
 * @param contextLength positions, image tokens included; null = from {@code config.json}
 * @param headSize width of one key or value; null = from the graph, {@code config.json} or {@code
 *     genai_config.json}
 */
public record LanguageSpec(
    String tokenizer,
    @Nullable String promptTemplate,
    @Nullable String segmentTemplate,
    @Nullable String answerTemplate,
    @Nullable String embedTemplate,
    @Nullable String chatTemplate,
    @Nullable String segToken,
    Map<String, String> slots,
    Map<String, String> sections,
    List<String> eos,
    @Nullable Integer contextLength,
    @Nullable Integer headSize,
    Generation generation) {

  public LanguageSpec {
    slots = Defaults.map(slots);
    sections = Defaults.map(sections);
    eos = Defaults.list(eos);
    generation = generation == null ? new Generation(null, null, null) : generation;
  }

  /**
   * Defaults of the sampler.
   *
   * @param temperature 0 = greedy
   */
  public record Generation(Double temperature, Double topP, Integer maxNewTokens) {
    public Generation {
      temperature = temperature == null ? 0.0 : temperature;
      topP = topP == null ? 1.0 : topP;
      maxNewTokens = maxNewTokens == null ? 256 : maxNewTokens;
    }
  }
}
