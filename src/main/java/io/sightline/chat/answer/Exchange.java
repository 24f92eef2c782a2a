package io.sightline.chat.answer;

import io.sightline.language.remote.TurnMemory;
import java.util.List;

/**
 * An earlier turn of the same chat.
 *
 * @param finding name of the finding that the answer spoke of first, or empty
 */
public record Exchange(String question, String answer, String finding) {
  /**
   * The latest turns that fit.
   *
   * @param all oldest first
   * @param budget in tokens; none fits into 0
   * @return oldest first
   */
  public static List<Exchange> latest(List<Exchange> all, int budget) {
    if (budget < 1) {
      return List.of();
    }
    TurnMemory memory = new TurnMemory(budget);
    all.forEach(e -> memory.add(e.question(), e.answer()));
    return all.subList(all.size() - memory.turns(), all.size());
  }
}
