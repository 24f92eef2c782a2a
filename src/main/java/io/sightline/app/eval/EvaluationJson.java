package io.sightline.app.eval;

import io.sightline.report.document.ReportJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A result as JSON: every figure, and every sentence and answer that it was counted on. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /** A figure; null where nothing was counted. */
  record Figure(@Nullable Double value, @Nullable Double low, @Nullable Double high, int n) {
    static Figure of(Interval i) {
      return new Figure(finite(i.value()), finite(i.low()), finite(i.high()), i.n());
    }

    private static @Nullable Double finite(double v) {
      return Double.isNaN(v) ? null : Double.valueOf(v);
    }
  }

  /**
   * @param measures by mode and id
   * @param answers by id
   */
  record Document(
      String set,
      String command,
      String bundles,
      Map<String, Map<String, Figure>> measures,
      Map<String, Figure> answers,
      List<CaseResult> cases,
      List<String> troubles) {}

  public static String of(EvaluationResult result, String command, int rounds, long seed) {
    Bootstrap bootstrap = new Bootstrap(rounds, seed);
    List<Measure> all =
        Stream.concat(Measure.standard().stream(), result.findings().stream().map(Measure::of))
            .toList();
    Map<String, Map<String, Figure>> measures = new LinkedHashMap<>();
    for (Mode mode : result.modes()) {
      Map<String, Figure> figures = new LinkedHashMap<>();
      for (Measure m : all) {
        if (!m.ofWords() || mode != Mode.SPECIALISTS) {
          figures.put(m.id(), Figure.of(m.on(result.scores(mode), bootstrap)));
        }
      }
      measures.put(mode.name().toLowerCase(Locale.ROOT), figures);
    }
    Map<String, Figure> answers = new LinkedHashMap<>();
    for (AnswerMeasure m : AnswerMeasure.of(result.answers())) {
      answers.put(m.id(), Figure.of(m.on(result.cases(), bootstrap)));
    }
    return ReportJson.writePretty(
        new Document(
            result.set(),
            command,
            result.bundles(),
            measures,
            answers,
            result.cases(),
            result.troubles()));
  }
}
