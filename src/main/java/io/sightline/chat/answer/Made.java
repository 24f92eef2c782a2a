package io.sightline.chat.answer;

import io.sightline.report.document.Sentence;
import io.sightline.shared.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of an answer before they become its JSON.
 *
 * @param asked the question as it was understood
 */
record Made(
    String asked,
    List<Sentence> sentences,
    @Nullable Declined declined,
    AnsweredBy by,
    Usage usage,
    List<Warning> warnings) {
  Made {
    sentences = List.copyOf(sentences);
    warnings = List.copyOf(warnings);
  }

  static Made measured(Asked asked, AnswerCase c, List<Sentence> s, @Nullable Declined declined) {
    AnsweredBy by = AnsweredBy.measurement(c.reading().bundle());
    return new Made(asked.words(), s, declined, by, Usage.NONE, List.of());
  }
}
