package io.sightline.app.eval;

import io.sightline.app.eval.SentenceScore.Grounding;
import io.sightline.report.document.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a list of cases; NaN where nothing was counted.
 *
 * @param ofWords whether it needs sentences: specialists alone write none
 * @param count what it was counted on
 */
record Measure(
    String id,
    String title,
    boolean ofWords,
    ToDoubleFunction<List<CaseScore>> figure,
    ToDoubleFunction<List<CaseScore>> count) {
  /** A region that overlaps what is there by so much has found it. */
  static final double HIT = 0.1;

  /** In the order of the table. */
  static List<Measure> standard() {
    return List.of(
        new Measure("finding-f1", "Finding F1", false, c -> Counts.all(c).f1(), Measure::findings),
        new Measure(
            "finding-f1-macro", "Finding F1, macro", false, Measure::macro, Measure::findings),
        share("side", "Side right", s -> s.sideRight()),
        share("site", "Place right", s -> s.siteRight()),
        grounding("dice", "Sentence grounding, Dice", Grounding::there, Grounding::dice),
        grounding(
            "hit",
            "Sentence grounding, hit rate at 0.1",
            Grounding::there,
            g -> g.dice() >= HIT ? 1 : 0),
        grounding("no-region", "\"No region\" right", g -> !g.there(), g -> g.drawn() ? 0 : 1),
        share("contradicted", "Contradicted sentences", s -> is(s, Verdict.Status.CONTRADICTED)),
        share("unsupported", "Unsupported sentences", s -> is(s, Verdict.Status.UNSUPPORTED)),
        refused("refused", "Refused where out of scope", true),
        refused("refused-in-scope", "Refused where in scope", false),
        new Measure(
            "sentences",
            "Sentences per report",
            true,
            c -> mean(c.stream().filter(CaseScore::drafted).mapToDouble(s -> s.sentences().size())),
            Measure::drafted),
        new Measure(
            "seconds", "Seconds per study, median", false, Measure::seconds, Measure::drafted));
  }

  /** F1 of one finding. */
  static Measure of(String finding) {
    return new Measure(
        "finding-f1." + finding,
        finding,
        false,
        c -> Counts.of(c, finding).f1(),
        c -> c.stream().filter(s -> Boolean.TRUE.equals(s.truth().get(finding))).count());
  }

  private static Measure refused(String id, String title, boolean outOfScope) {
    Function<List<CaseScore>, Stream<CaseScore>> asked =
        c -> c.stream().filter(s -> s.outOfScope() == outOfScope);
    return new Measure(
        id,
        title,
        false,
        c -> mean(asked.apply(c).mapToDouble(s -> s.refused() ? 1 : 0)),
        c -> asked.apply(c).count());
  }

  private static boolean is(SentenceScore s, Verdict.Status status) {
    return s.verdict() == status;
  }

  private static Measure share(
      String id, String title, Function<SentenceScore, @Nullable Boolean> right) {
    Function<List<CaseScore>, Stream<Boolean>> judged =
        c -> sentences(c).map(right).filter(Objects::nonNull).map(b -> Boolean.TRUE.equals(b));
    return new Measure(
        id,
        title,
        true,
        c -> mean(judged.apply(c).mapToDouble(b -> b ? 1 : 0)),
        c -> judged.apply(c).count());
  }

  private static Measure grounding(
      String id, String title, Predicate<Grounding> counts, ToDoubleFunction<Grounding> value) {
    Function<List<CaseScore>, Stream<Grounding>> asked =
        c -> sentences(c).flatMap(s -> Stream.ofNullable(s.grounding())).filter(counts);
    return new Measure(
        id, title, true, c -> mean(asked.apply(c).mapToDouble(value)), c -> asked.apply(c).count());
  }

  private static Stream<SentenceScore> sentences(List<CaseScore> cases) {
    return cases.stream().flatMap(c -> c.sentences().stream());
  }

  private static double macro(List<CaseScore> cases) {
    return mean(
        cases.stream()
            .flatMap(c -> c.truth().keySet().stream())
            .distinct()
            .mapToDouble(f -> Counts.of(cases, f).f1())
            .filter(v -> !Double.isNaN(v)));
  }

  private static double findings(List<CaseScore> cases) {
    return cases.stream().mapToInt(c -> c.truth().size()).sum();
  }

  private static double drafted(List<CaseScore> cases) {
    return cases.stream().filter(CaseScore::drafted).count();
  }

  private static double seconds(List<CaseScore> cases) {
    double[] sorted =
        cases.stream().filter(CaseScore::drafted).mapToDouble(CaseScore::seconds).toArray();
    Arrays.sort(sorted);
    return Bootstrap.quantile(sorted, 0.5);
  }

  private static double mean(DoubleStream values) {
    return values.average().orElse(Double.NaN);
  }

  /** The figure with its interval. */
  Interval on(List<CaseScore> cases, Bootstrap bootstrap) {
    double[] ends = bootstrap.interval(cases, figure);
    return new Interval(
        figure.applyAsDouble(cases), ends[0], ends[1], (int) count.applyAsDouble(cases));
  }
}
