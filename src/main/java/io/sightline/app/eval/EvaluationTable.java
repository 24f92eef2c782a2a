package io.sightline.app.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A result as Markdown: columns are modes, rows are measures. */
public final class EvaluationTable {
  private static final int MOST_TROUBLES = 40;
  private static final String SPECIALISTS_NOTE =
      "\"Specialists alone\" writes no sentence: its findings are those that the volumes in the"
          + " report's evidence show by themselves (the generalist's lesion head and the"
          + " structures, with the smallest sizes that the truth counts). Volumes do not tell a"
          + " kind of tumour, a subdural haematoma, mass effect or a small hippocampus; these count"
          + " as not found.";

  private final EvaluationResult result;
  private final Bootstrap bootstrap;

  public EvaluationTable(EvaluationResult result, int rounds, long seed) {
    this.result = result;
    this.bootstrap = new Bootstrap(rounds, seed);
  }

  /**
   * @param command that made it
   * @param date ISO 8601
   */
  public String markdown(String command, String date) {
    List<String> out = new ArrayList<>();
    out.add("## " + result.set());
    out.add("");
    out.add(
        "`%s`, %s. %d cases, %s. In brackets: 95 %% bootstrap intervals over cases (%d rounds, seed %d); n: what was counted."
            .formatted(
                command,
                date,
                result.cases().size(),
                result.bundles(),
                bootstrap.rounds(),
                bootstrap.seed()));
    out.add("");
    table(out, "Measure", Measure.standard(), false);
    differences(out);
    out.add("");
    table(out, "F1 by finding", byFinding(), true);
    answers(out);
    notes(out);
    return String.join("\n", out) + "\n";
  }

  private List<Measure> byFinding() {
    return result.findings().stream().map(Measure::of).toList();
  }

  private void table(List<String> out, String corner, List<Measure> rows, boolean count) {
    head(out, corner);
    for (Measure m : rows) {
      row(out, m.title(), mode -> cell(m, mode, count));
    }
  }

  private void head(List<String> out, String corner) {
    out.add(
        "| "
            + corner
            + " | "
            + result.modes().stream().map(Mode::title).collect(Collectors.joining(" | "))
            + " |");
    out.add("|---|" + "---|".repeat(result.modes().size()));
  }

  private void row(List<String> out, String title, Function<Mode, String> cell) {
    out.add(
        "| "
            + title
            + " | "
            + result.modes().stream().map(cell).collect(Collectors.joining(" | "))
            + " |");
  }

  private String cell(Measure m, Mode mode, boolean count) {
    if (m.ofWords() && mode == Mode.SPECIALISTS) {
      return "-";
    }
    Interval i = m.on(result.scores(mode), bootstrap);
    boolean plain = m.id().equals("seconds") || m.id().equals("sentences");
    String text = i.text(plain ? 1 : 3);
    return plain || Double.isNaN(i.value()) && !count ? text : text + ", n " + i.n();
  }

  /** Each mode against the generalist alone, paired: the same cases are drawn for both. */
  private void differences(List<String> out) {
    if (!result.modes().contains(Mode.GENERALIST) || result.modes().size() == 1) {
      return;
    }
    for (Measure m : Measure.standard()) {
      if (m.id().equals("finding-f1") || m.id().equals("contradicted")) {
        row(out, m.title() + ", minus generalist alone", mode -> difference(m, mode));
      }
    }
  }

  private String difference(Measure m, Mode mode) {
    if (mode == Mode.GENERALIST || m.ofWords() && mode == Mode.SPECIALISTS) {
      return "-";
    }
    return Difference.of(m, result.cases(), mode, Mode.GENERALIST, bootstrap).text(3);
  }

  private void answers(List<String> out) {
    List<AnswerMeasure> rows = AnswerMeasure.of(result.answers());
    if (rows.isEmpty()) {
      return;
    }
    out.add("");
    out.add("| Answers and phrases (asked once, outside the modes) | right, or Dice | n |");
    out.add("|---|---|---|");
    for (AnswerMeasure m : rows) {
      Interval i = m.on(result.cases(), bootstrap);
      out.add("| %s | %s | %d |".formatted(m.title(), i.text(3), i.n()));
    }
  }

  private void notes(List<String> out) {
    if (result.modes().contains(Mode.SPECIALISTS)) {
      out.add("");
      out.add(SPECIALISTS_NOTE);
    }
    List<String> refusals = result.refusals();
    if (!refusals.isEmpty()) {
      out.add("");
      out.add("Refused as it should be:");
      out.add("");
      refusals.forEach(r -> out.add("- " + r));
    }
    List<String> troubles = result.troubles();
    out.add("");
    if (troubles.isEmpty()) {
      out.add(
          refusals.isEmpty()
              ? "Every case was drafted in every mode and every question was answered."
              : "Every other case was drafted in every mode.");
      return;
    }
    out.add(
        String.format(
            Locale.ROOT,
            "Not as it should be: %d (a report that was not drafted says nothing, so what"
                + " is there counts as missed):",
            troubles.size()));
    out.add("");
    troubles.stream().limit(MOST_TROUBLES).forEach(t -> out.add("- " + t));
    if (troubles.size() > MOST_TROUBLES) {
      out.add("- and %d more".formatted(troubles.size() - MOST_TROUBLES));
    }
  }
}
