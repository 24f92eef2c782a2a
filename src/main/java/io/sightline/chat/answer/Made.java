package io.sightline.chat.answer;

import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.report.remote.Usage;
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
    List<Warning> warnings,
    List<ToolCall> toolCalls) {
  Made {
    sentences = List.copyOf(sentences);
    warnings = List.copyOf(warnings);
    toolCalls = List.copyOf(toolCalls);
  }

  /** Without tools. */
  Made(
      String asked,
      List<Sentence> sentences,
      @Nullable Declined declined,
      AnsweredBy by,
      Usage usage,
      List<Warning> warnings) {
    this(asked, sentences, declined, by, usage, warnings, List.of());
  }

  /** The same with what was told beside it. */
  Made with(List<Warning> others, List<ToolCall> calls) {
    return new Made(asked, sentences, declined, by, usage, others, calls);
  }

  static Made measured(Asked asked, AnswerCase c, List<Sentence> s, @Nullable Declined declined) {
    AnsweredBy by = AnsweredBy.measurement(c.reading().bundle());
    return new Made(asked.words(), s, declined, by, Usage.NONE, List.of());
  }
}
