package io.sightline.chat.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as the answer records it.
 *
 * @param name as the model wrote it
 * @param arguments a JSON object, or the text that was none
 * @param result null when the call gave nothing
 * @param error why it gave nothing; null when it gave something
 */
public record ToolCall(
    String name,
    Object arguments,
    @Nullable Map<String, Object> result,
    long latencyMs,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {
  public ToolCall {
    if ((result == null) == (error == null)) {
      throw new IllegalArgumentException("a call has either a result or an error");
    }
  }
}
