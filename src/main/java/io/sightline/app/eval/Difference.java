package io.sightline.app.eval;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** A figure of one mode minus that of another, with the interval of the difference. */
final class Difference {
  private Difference() {}

  static Interval of(Measure m, List<CaseResult> cases, Mode mode, Mode from, Bootstrap bootstrap) {
    ToDoubleFunction<List<CaseResult>> figure =
        drawn ->
            m.figure().applyAsDouble(scores(drawn, mode))
                - m.figure().applyAsDouble(scores(drawn, from));
    double[] ends = bootstrap.interval(cases, figure);
    return new Interval(figure.applyAsDouble(cases), ends[0], ends[1], cases.size());
  }

  private static List<CaseScore> scores(List<CaseResult> cases, Mode mode) {
    return cases.stream().flatMap(c -> Stream.ofNullable(c.modes().get(mode))).toList();
  }
}
