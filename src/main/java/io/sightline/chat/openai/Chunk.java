package io.sightline.chat.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sightline.chat.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code chat.completion.chunk}.
 *
 * @param usage only in the last chunk, when it was asked for
 * @param sightline the whole message, in the chunk that finishes: an extension
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Chunk(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Completion.@Nullable Tokens usage,
    @Nullable Message sightline) {

  /** What is new. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Choice(
      int index, Delta delta, @JsonProperty("finish_reason") @Nullable String finishReason) {}

  /** A piece of the message. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Delta(@Nullable String role, @Nullable String content) {}
}
