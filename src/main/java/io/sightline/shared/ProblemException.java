package io.sightline.shared;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a client is told about: a code and one sentence that says what is wrong and, where
 * it helps, what to do. The cause is for the log only and never leaves the server.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  public ProblemException(ErrorCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The sentence for the client; free of paths and stack traces. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
