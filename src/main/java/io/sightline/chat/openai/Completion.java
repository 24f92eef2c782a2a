package io.sightline.chat.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sightline.chat.Message;
import io.sightline.report.remote.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code chat.completion}.
 *
 * @param sightline the whole message with sentences, regions and verdicts: an extension
 */
record Completion(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Tokens usage,
    @JsonProperty("system_fingerprint") String systemFingerprint,
    Message sightline) {

  /** The one choice. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Choice(
      int index,
      Said message,
      @Nullable Object logprobs,
      @JsonProperty("finish_reason") String finishReason) {}

  /** What the assistant said. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Said(String role, String content, @Nullable String refusal) {}

  /** Tokens in and out. */
  record Tokens(
      @JsonProperty("prompt_tokens") int prompt,
      @JsonProperty("completion_tokens") int completion,
      @JsonProperty("total_tokens") int total) {

    static Tokens of(Usage u) {
      return new Tokens(
          u.promptTokens(), u.completionTokens(), u.promptTokens() + u.completionTokens());
    }
  }
}
