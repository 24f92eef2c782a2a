package io.sightline.chat.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The {@code error} object.
 *
 * @param type {@code invalid_request_error}, {@code rate_limit_error} or {@code server_error}
 * @param param the field at fault, or null
 * @param code stable, as in the problems of the other routes
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record OpenAiError(String message, String type, @Nullable String param, String code) {

  static OpenAiError of(int status, String message, @Nullable String param, String code) {
    String type =
        status == 429
            ? "rate_limit_error"
            : status >= 500 ? "server_error" : "invalid_request_error";
    return new OpenAiError(message, type, param, code);
  }

  /** The whole body. */
  record Body(OpenAiError error) {}
}
