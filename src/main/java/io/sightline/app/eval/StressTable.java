package io.sightline.app.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the generalist alone does under each stress, as Markdown: rows are stresses. */
public final class StressTable {
  private static final Set<String> SHOWN =
      Set.of("finding-f1", "side", "site", "dice", "no-region", "contradicted");

  private final Bootstrap bootstrap;

  public StressTable(int rounds, long seed) {
    this.bootstrap = new Bootstrap(rounds, seed);
  }

  /**
   * @param set name of the set
   * @param results one for each stress, under its title
   */
  public String markdown(String set, List<EvaluationResult> results, String command, String date) {
    List<Measure> shown = Measure.standard().stream().filter(m -> SHOWN.contains(m.id())).toList();
    List<String> out = new ArrayList<>();
    out.add("## " + set + ", under stress");
    out.add("");
    out.add(
        "`%s`, %s. The generalist alone; each row has the cases that allow it. What cannot be seen without a sequence is not counted there."
            .formatted(command, date));
    out.add("");
    out.add(
        "| | cases | not drafted | "
            + shown.stream().map(Measure::title).collect(Collectors.joining(" | "))
            + " |");
    out.add("|---|---|---|" + "---|".repeat(shown.size()));
    for (EvaluationResult r : results) {
      List<CaseScore> scores = r.scores(Mode.GENERALIST);
      long refused = scores.stream().filter(c -> !c.drafted()).count();
      out.add(
          "| %s | %d | %d | %s |"
              .formatted(
                  r.set(),
                  scores.size(),
                  refused,
                  shown.stream()
                      .map(m -> m.on(scores, bootstrap).text(3))
                      .collect(Collectors.joining(" | "))));
    }
    return String.join("\n", out) + "\n";
  }
}
