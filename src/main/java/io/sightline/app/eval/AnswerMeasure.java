package io.sightline.app.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One figure of questions or phrases.
 *
 * @param value of one answer; null where it does not count
 */
record AnswerMeasure(String id, String title, Function<AnswerScore, @Nullable Double> value) {

  /** A row for each kind of question, then those of phrases; only rows that something counts in. */
  static List<AnswerMeasure> of(List<AnswerScore> answers) {
    List<AnswerMeasure> out = new ArrayList<>();
    for (String kind : new TreeSet<>(answers.stream().map(AnswerScore::kind).toList())) {
      if (!kind.equals(AnswerScore.PHRASE)) {
        out.add(right("answer." + kind, "Question: " + kind, a -> a.kind().equals(kind)));
      }
    }
    out.add(right("answer", "Questions, all", a -> !a.kind().equals(AnswerScore.PHRASE)));
    out.add(new AnswerMeasure("phrase.dice", "Phrase: Dice of its region", AnswerScore::dice));
    out.add(right("phrase.kept", "Phrase: region given where due", a -> is(a.due(), true)));
    out.add(right("phrase.refused", "Phrase: none where none is due", a -> is(a.due(), false)));
    return out.stream().filter(m -> answers.stream().anyMatch(a -> m.counts(a))).toList();
  }

  private static boolean is(@Nullable Boolean due, boolean wanted) {
    return due != null && due == wanted;
  }

  private static AnswerMeasure right(String id, String title, Predicate<AnswerScore> counts) {
    return new AnswerMeasure(
        id, title, a -> counts.test(a) ? Double.valueOf(a.right() ? 1 : 0) : null);
  }

  private boolean counts(AnswerScore a) {
    return value.apply(a) != null;
  }

  Interval on(List<CaseResult> cases, Bootstrap bootstrap) {
    double[] ends = bootstrap.interval(cases, this::mean);
    return new Interval(mean(cases), ends[0], ends[1], (int) values(cases).count());
  }

  private double mean(List<CaseResult> cases) {
    return values(cases).average().orElse(Double.NaN);
  }

  private DoubleStream values(List<CaseResult> cases) {
    Stream<@Nullable Double> all =
        cases.stream().flatMap(c -> c.answers().stream()).map(a -> value.apply(a));
    return all.filter(Objects::nonNull).mapToDouble(d -> d);
  }
}
