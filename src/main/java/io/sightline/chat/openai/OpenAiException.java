package io.sightline.chat.openai;

import io.sightline.shared.ProblemException;
import org.jspecify.annotations.Nullable;

/** A failure in the form that OpenAI's clients read. */
final class OpenAiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient OpenAiError error;

  OpenAiException(int status, OpenAiError error) {
    super(error.message());
    this.status = status;
    this.error = error;
  }

  static OpenAiException invalid(String message, @Nullable String param) {
    return new OpenAiException(400, OpenAiError.of(400, message, param, "invalid_value"));
  }

  static OpenAiException of(ProblemException e) {
    int status = e.code().status();
    return new OpenAiException(status, OpenAiError.of(status, e.detail(), null, e.code().code()));
  }

  int status() {
    return status;
  }

  OpenAiError error() {
    return error;
  }
}
