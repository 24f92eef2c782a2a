package io.sightline.chat.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.chat.answer.Sampling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}; fields that change nothing here are ignored, those
 * that would change the answer and are not supported are refused.
 *
 * @param stop one string or up to four
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CompletionRequest(
    @Nullable String model,
    @Nullable List<MessageIn> messages,
    @Nullable Boolean stream,
    @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
    @Nullable Integer n,
    @Nullable JsonNode stop,
    @JsonProperty("max_tokens") @Nullable Integer maxTokens,
    @JsonProperty("max_completion_tokens") @Nullable Integer maxCompletionTokens,
    @Nullable Double temperature,
    @JsonProperty("top_p") @Nullable Double topP,
    @Nullable Long seed,
    @Nullable JsonNode tools,
    @JsonProperty("response_format") @Nullable JsonNode responseFormat,
    @Nullable Boolean logprobs) {
  private static final int MOST_STOPS = 4;

  /**
   * One message of the request.
   *
   * @param content a string, or a list of parts
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record MessageIn(@Nullable String role, @Nullable JsonNode content) {}

  /** Whether usage comes at the end of a stream. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record StreamOptions(@JsonProperty("include_usage") @Nullable Boolean includeUsage) {}

  /**
   * @throws OpenAiException for what is not supported
   */
  CompletionRequest checked() {
    if (model == null || model.isBlank()) {
      throw OpenAiException.invalid("\"model\" is missing; GET /v1/models lists them.", "model");
    }
    if (messages == null || messages.isEmpty()) {
      throw OpenAiException.invalid("\"messages\" is empty.", "messages");
    }
    if (n != null && n != 1) {
      throw OpenAiException.invalid("Only n = 1 is supported: an answer is grounded once.", "n");
    }
    if (tools != null && !tools.isEmpty()) {
      throw OpenAiException.invalid("Tools are not supported.", "tools");
    }
    if (Boolean.TRUE.equals(logprobs)) {
      throw OpenAiException.invalid("Log probabilities are not supported.", "logprobs");
    }
    String format = responseFormat == null ? "text" : responseFormat.path("type").asText("text");
    if (!format.equals("text")) {
      throw OpenAiException.invalid("Answers are text only.", "response_format");
    }
    return this;
  }

  Sampling sampling() {
    Integer most = maxCompletionTokens != null ? maxCompletionTokens : maxTokens;
    return new Sampling(temperature, topP, most, seed == null ? 0 : seed);
  }

  boolean streams() {
    return Boolean.TRUE.equals(stream);
  }

  boolean wantsUsage() {
    return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
  }

  /**
   * @throws OpenAiException when it is neither a string nor a short list of strings
   */
  List<String> stops() {
    List<String> out = new ArrayList<>();
    if (stop == null || stop.isNull()) {
      return out;
    }
    if (stop.isTextual()) {
      out.add(stop.asText());
    }
    if (stop.isArray()) {
      stop.forEach(s -> out.add(s.isTextual() ? s.asText() : ""));
    }
    if (out.isEmpty() || out.size() > MOST_STOPS || out.contains("")) {
      throw OpenAiException.invalid("\"stop\" is a string or up to four of them.", "stop");
    }
    return out;
  }
}
