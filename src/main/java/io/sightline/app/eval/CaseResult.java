package io.sightline.app.eval;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one case gave.
 *
 * @param failures of requests other than reports, in the server's words
 */
public record CaseResult(
    String name, Map<Mode, CaseScore> modes, List<AnswerScore> answers, List<String> failures) {
  public CaseResult {
    modes = Collections.unmodifiableMap(modes.isEmpty() ? Map.of() : new EnumMap<>(modes));
    answers = List.copyOf(answers);
    failures = List.copyOf(failures);
  }
}
