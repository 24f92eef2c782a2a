package io.sightline.chat.answer;

import io.sightline.bundle.Bundle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be answered.
 *
 * @param route of the message; the masks of its regions lie below
 * @param place when a place is asked about; the question may then be null
 * @param memory earlier turns, oldest first, already bounded
 * @param local only the bundle itself may answer, never a remote generalist
 */
public record Asked(
    String route,
    String studyId,
    Bundle bundle,
    @Nullable Question question,
    @Nullable AskedPlace place,
    List<Exchange> memory,
    Sampling sampling,
    boolean local) {
  public Asked {
    memory = List.copyOf(memory);
    if (question == null && place == null) {
      throw new IllegalArgumentException("nothing is asked");
    }
  }

  /** The words; empty when only a place is asked about. */
  public String words() {
    return question == null ? "" : question.text();
  }
}
