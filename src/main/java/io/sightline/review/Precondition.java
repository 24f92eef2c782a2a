package io.sightline.review;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@code If-Match} header (RFC 9110, 13.1.1; strong comparison).
 *
 * @param header as received; null when there was none
 */
record Precondition(@Nullable String header) {

  /**
   * @throws ProblemException {@code precondition_required} (RFC 6585)
   */
  Precondition required() {
    if (header == null || header.isBlank()) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_REQUIRED,
          "Send the report's ETag as If-Match, so that nobody's change is overwritten unseen.");
    }
    return this;
  }

  /**
   * Holds also when there was no header.
   *
   * @throws ProblemException {@code precondition_failed}
   */
  void check(String etag) {
    boolean holds =
        header == null
            || header.strip().equals("*")
            || Arrays.stream(header.split(",")).map(String::strip).anyMatch(etag::equals);
    if (!holds) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_FAILED,
          "The report has changed since it was read; read it again and repeat the change.");
    }
  }
}
