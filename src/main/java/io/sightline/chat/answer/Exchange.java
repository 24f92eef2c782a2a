package io.sightline.chat.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * An earlier turn of the same chat.
 *
 * @param finding name of the finding that the answer spoke of first, or empty
 */
public record Exchange(String question, String answer, String finding) {
  /** English text has about four characters in a token. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  /** Roughly how many tokens it takes; never zero. */
  int tokens() {
    return 2 + (question.length() + answer.length()) / CHARACTERS_PER_TOKEN;
  }

  /**
   * The latest turns that fit.
   *
   * @param all oldest first
   * @param budget in tokens
   * @return oldest first
   */
  public static List<Exchange> latest(List<Exchange> all, int budget) {
    List<Exchange> kept = new ArrayList<>();
    int used = 0;
    for (Exchange e : all.reversed()) {
      used += e.tokens();
      if (used > budget) {
        break;
      }
      kept.addFirst(e);
    }
    return kept;
  }
}
