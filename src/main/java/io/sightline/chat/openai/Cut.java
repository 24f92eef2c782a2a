package io.sightline.chat.openai;

import io.sightline.chat.answer.Answer;
import java.util.List;

/**
 * The text that a client gets: up to the first stop sequence.
 *
 * @param finish {@code stop}, or {@code length} when the token limit ended it
 */
record Cut(String text, String finish) {

  static Cut of(Answer answer, List<String> stops) {
    String whole =
        answer.sentences().isEmpty() && answer.declined() != null
            ? answer.declined().reason()
            : answer.text();
    int end =
        stops.stream().mapToInt(whole::indexOf).filter(at -> at >= 0).min().orElse(whole.length());
    boolean stopped = end < whole.length();
    return new Cut(whole.substring(0, end), !stopped && answer.usage().cut() ? "length" : "stop");
  }

  /** Word by word, each with the space behind it; joined they are the text. */
  List<String> pieces() {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<= )"));
  }
}
