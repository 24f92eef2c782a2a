package io.sightline.review;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a change. The server's one token proves that the client may, not who sits before it, so
 * the name is what the client says in {@code X-Sightline-Reader}.
 *
 * @param name 1 to 128 characters, none of them a control character
 */
record Reader(String name) {
  static final String HEADER = "X-Sightline-Reader";
  static final Reader UNNAMED = new Reader("unnamed");
  private static final int LONGEST = 128;

  Reader {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException("a reader's name has 1 to 128 characters");
    }
  }

  /**
   * @throws ProblemException {@code bad_request}
   */
  static Reader of(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return UNNAMED;
    }
    String name = header.strip();
    if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          ErrorCode.BAD_REQUEST,
          HEADER + " may have " + LONGEST + " characters at most and no control characters.");
    }
    return new Reader(name);
  }
}
