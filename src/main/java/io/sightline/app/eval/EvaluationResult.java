package io.sightline.app.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a set gave.
 *
 * @param set its name
 */
public record EvaluationResult(String set, List<Mode> modes, List<CaseResult> cases) {
  public EvaluationResult {
    modes = List.copyOf(modes);
    cases = List.copyOf(cases);
  }

  List<CaseScore> scores(Mode mode) {
    return cases.stream().flatMap(c -> Stream.ofNullable(c.modes().get(mode))).toList();
  }

  /** Ids and versions of the bundles that were asked, in words. */
  String bundles() {
    return cases.stream()
        .flatMap(c -> c.modes().values().stream())
        .flatMap(s -> Stream.ofNullable(s.bundle()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  List<AnswerScore> answers() {
    return cases.stream().flatMap(c -> c.answers().stream()).toList();
  }

  /** Findings that can be checked in some case, in the order of the first that has them. */
  List<String> findings() {
    return cases.stream()
        .flatMap(c -> c.modes().values().stream())
        .flatMap(s -> s.truth().keySet().stream())
        .distinct()
        .toList();
  }

  /** Refusals that are right, in words: each case once. */
  List<String> refusals() {
    return cases.stream()
        .flatMap(
            c ->
                c.modes().values().stream()
                    .filter(s -> s.outOfScope() && s.refused())
                    .limit(1)
                    .map(s -> c.name() + ": " + s.why()))
        .toList();
  }

  /**
   * One line for each report that was not drafted, or drafted where it should be refused, and each
   * request that failed.
   */
  List<String> troubles() {
    List<String> out = new ArrayList<>();
    for (CaseResult c : cases) {
      c.modes()
          .forEach(
              (mode, score) -> {
                if (!score.asItShould()) {
                  out.add(
                      "%s, %s: %s, %s"
                          .formatted(
                              c.name(),
                              mode.title(),
                              score.status().word(),
                              score.drafted() ? "though it is out of scope" : score.why()));
                }
              });
      c.failures().forEach(f -> out.add(c.name() + ", " + f));
    }
    return out;
  }

  /** Whether every report was drafted or rightly refused, and every request answered. */
  public boolean complete() {
    return troubles().isEmpty();
  }
}
