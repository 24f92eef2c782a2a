package io.sightline.chat.answer;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;

/**
 * What a reader asks, in words. It is data: {@link #asData} takes out whatever a tokenizer or a
 * template could read as a token of its own.
 *
 * @param text one line, not empty, at most {@link #MOST} characters
 */
public record Question(String text) {
  public static final int MOST = 1000;

  public Question {
    text = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    if (text.isEmpty()) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The question is empty.");
    }
    if (text.length() > MOST) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE,
          "The question has %d characters; %d are taken.".formatted(text.length(), MOST));
    }
  }

  /** Without brackets and bars, which special tokens and template variables are made of. */
  public String asData() {
    return asData(text);
  }

  /** The same for any text that comes from a study or a reader. */
  public static String asData(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}<>\\[\\]{}|\\s]+", " ").strip();
  }
}
