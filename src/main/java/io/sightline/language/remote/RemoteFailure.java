package io.sightline.language.remote;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a remote model did not answer, in words of ours: the server's own may hold anything. */
final class RemoteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean worthRetrying;

  RemoteFailure(String reason, boolean worthRetrying, @Nullable Throwable cause) {
    super(reason, cause);
    this.worthRetrying = worthRetrying;
  }

  static RemoteFailure of(Throwable e) {
    return switch (e) {
      case RemoteFailure f -> f;
      case RateLimitException _ -> new RemoteFailure("it asks for patience (429)", true, e);
      case InternalServerException _ -> new RemoteFailure("it failed itself (5xx)", true, e);
      case TimeoutException _ -> new RemoteFailure("it did not answer in time", true, e);
      case AuthenticationException _ -> new RemoteFailure("it refuses the key", false, e);
      case ModelNotFoundException _ -> new RemoteFailure("it has no such model", false, e);
      case NonRetriableException _ -> new RemoteFailure("it refuses the request", false, e);
      case HttpException h -> new RemoteFailure("it answered " + h.statusCode(), again(h), e);
      default -> new RemoteFailure("it cannot be reached", true, e);
    };
  }

  private static boolean again(HttpException e) {
    return e.statusCode() == 429 || e.statusCode() >= 500;
  }

  /** Whether the server's own words name tools: many servers and models know none. */
  boolean namesTools() {
    for (Throwable e = getCause(); e != null; e = e.getCause()) {
      if (e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("tool")) {
        return true;
      }
    }
    return false;
  }

  boolean worthRetrying() {
    return worthRetrying;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
