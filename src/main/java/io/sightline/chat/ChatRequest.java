package io.sightline.chat;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/chats}.
 *
 * @param bundle id, or null for the first that answers questions
 */
public record ChatRequest(@Nullable String studyId, @Nullable String bundle) {

  String requiredStudyId() {
    if (studyId == null || studyId.isBlank()) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "\"studyId\" is missing.");
    }
    return studyId;
  }
}
