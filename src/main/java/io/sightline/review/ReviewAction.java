package io.sightline.review;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a reader can do to a sentence. */
enum ReviewAction {
  ACCEPT,
  EDIT,
  REJECT;

  /** As written in JSON. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws ProblemException {@code bad_request}
   */
  static ReviewAction parse(@Nullable String word) {
    for (ReviewAction a : values()) {
      if (a.word().equals(word)) {
        return a;
      }
    }
    throw new ProblemException(ErrorCode.BAD_REQUEST, "\"action\" must be accept, edit or reject.");
  }
}
