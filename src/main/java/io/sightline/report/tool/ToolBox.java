package io.sightline.report.tool;

import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.Cancellation;
import io.sightline.study.Studies;
import java.util.List;

/** The tools of this server. Thread-safe. */
public final class ToolBox {
  public static final String RUN_SPECIALIST = SpecialistTool.NAME;
  public static final String SIMILAR_CASES = SimilarCasesTool.NAME;

  private final List<Tool> tools;
  private final ToolLimits limits;

  ToolBox(List<Tool> tools, ToolLimits limits) {
    this.tools = List.copyOf(tools);
    this.limits = limits;
  }

  /** {@code measure}, {@code run_specialist} and {@code similar_cases}. */
  public static ToolBox of(
      Lexicon lexicon,
      Gatherer gatherer,
      Studies studies,
      CaseRetriever retriever,
      CaseText words,
      ToolLimits limits) {
    return new ToolBox(
        List.of(
            new MeasureTool(lexicon),
            new SpecialistTool(gatherer, studies),
            new SimilarCasesTool(retriever, words)),
        limits);
  }

  /** For one turn, or one draft. */
  public ToolSession open(ToolSubject subject, Cancellation cancellation) {
    return new ToolSession(limits.calls() == 0 ? List.of() : tools, limits, subject, cancellation);
  }
}
