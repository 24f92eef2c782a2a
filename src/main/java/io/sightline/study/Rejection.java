package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Locale;

/**
 * A file that was not taken, and why.
 *
 * @param name as the client wrote it, made harmless
 * @param code of {@link ErrorCode}, in lower case
 * @param reason one sentence
 */
public record Rejection(String name, String code, String reason) {

  static Rejection of(String name, ErrorCode code, String reason) {
    return new Rejection(name, code.code(), reason);
  }

  static Rejection of(String name, ProblemException problem) {
    return of(name, problem.code(), problem.detail());
  }

  ErrorCode errorCode() {
    return ErrorCode.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
