package io.sightline.inference.remote;

import io.sightline.shared.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why another server's model gave nothing, in words of ours: the server's own may hold anything.
 */
final class OipFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final boolean worthRetrying;

  private OipFailure(
      ErrorCode code, String reason, boolean worthRetrying, @Nullable Throwable cause) {
    super(reason, cause);
    this.code = code;
    this.worthRetrying = worthRetrying;
  }

  /** It was not reached, or turns everybody away for now: the same call may go well later. */
  static OipFailure later(String reason, @Nullable Throwable cause) {
    return new OipFailure(ErrorCode.REMOTE_UNAVAILABLE, reason, true, cause);
  }

  /** It does not let us, or has no such model: somebody has to do something. */
  static OipFailure unavailable(String reason, @Nullable Throwable cause) {
    return new OipFailure(ErrorCode.REMOTE_UNAVAILABLE, reason, false, cause);
  }

  /** It took the call and made no sense of it, or sense cannot be made of its answer. */
  static OipFailure failed(String reason, @Nullable Throwable cause) {
    return new OipFailure(ErrorCode.REMOTE_FAILED, reason, false, cause);
  }

  static OipFailure failed(String reason) {
    return failed(reason, null);
  }

  ErrorCode code() {
    return code;
  }

  boolean worthRetrying() {
    return worthRetrying;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
