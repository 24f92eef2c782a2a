package io.sightline.chat.answer;

import io.sightline.report.document.Sentence;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why there is no answer.
 *
 * @param code {@code not_answerable}, {@code not_assessable}, {@code nothing_found} or {@code
 *     unknown_word}
 * @param reason in words
 */
public record Declined(String code, String reason) {
  private static final Pattern DECLINES =
      Pattern.compile(
          "\\b(?:cannot|can not|can't|could not) be (?:answered|assessed|judged|determined|told|excluded)\\b",
          Pattern.CASE_INSENSITIVE);

  /** What a model declined: every sentence says so and none points at anything. */
  static Optional<Declined> of(List<Sentence> sentences) {
    boolean all =
        !sentences.isEmpty()
            && sentences.stream()
                .allMatch(s -> s.links().isEmpty() && DECLINES.matcher(s.text()).find());
    if (!all) {
      return Optional.empty();
    }
    String reason = sentences.stream().map(Sentence::text).collect(Collectors.joining(" "));
    boolean answered = reason.toLowerCase(java.util.Locale.ROOT).contains("be answered");
    return Optional.of(new Declined(answered ? "not_answerable" : "not_assessable", reason));
  }
}
