package io.sightline.chat;

import io.sightline.chat.answer.Question;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/chats/{id}/messages}.
 *
 * @param text the question; may be missing when a region is asked about
 * @param region a place to ask about
 */
public record MessageRequest(@Nullable String text, @Nullable RegionRequest region) {

  /**
   * @throws ProblemException {@code bad_request}, {@code too_large}
   */
  @Nullable Question question() {
    if (text == null && region == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "\"text\" is missing.");
    }
    return text == null ? null : new Question(text);
  }
}
