package io.sightline.review;

import io.sightline.report.document.Review;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT …/review}.
 *
 * @param text the reader's words; required for edit, not allowed otherwise
 * @param note remark that goes into the history
 */
public record ReviewRequest(@Nullable String action, @Nullable String text, @Nullable String note) {
  static final int LONGEST_TEXT = 4000;
  static final int LONGEST_NOTE = 2000;

  /**
   * @throws ProblemException {@code bad_request}, {@code too_large}
   */
  Review review(String by, Instant at) {
    ReviewAction parsed = ReviewAction.parse(action);
    String words = text == null ? null : text.strip();
    if (parsed == ReviewAction.EDIT && (words == null || words.isEmpty())) {
      throw bad("An edit needs its words in \"text\".");
    }
    if (parsed != ReviewAction.EDIT && words != null) {
      throw bad("\"text\" goes with the action edit only.");
    }
    atMost(words, LONGEST_TEXT, "text");
    atMost(note, LONGEST_NOTE, "note");
    return new Review(parsed.word(), words, by, at.toString(), note);
  }

  private static void atMost(@Nullable String value, int length, String name) {
    if (value != null && value.length() > length) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE, "\"%s\" may have %d characters at most.".formatted(name, length));
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ErrorCode.BAD_REQUEST, detail);
  }
}
