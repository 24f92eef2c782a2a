package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page of studies ended. Clients see it as one opaque word.
 *
 * @param id of the last study shown
 */
record PageCursor(Instant receivedAt, String id) {

  static PageCursor after(StudyRow last) {
    return new PageCursor(last.receivedAt(), last.id());
  }

  String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((receivedAt + " " + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws ProblemException {@code bad_request}
   */
  static PageCursor decode(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
      return new PageCursor(Instant.parse(parts[0]), parts[1]);
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The cursor is not one of this list.", e);
    }
  }
}
