package io.sightline.app.eval;

import java.util.List;

/** A confusion matrix of two classes. */
record Counts(int truePositive, int falsePositive, int falseNegative) {

  /** Over all findings of all cases. */
  static Counts all(List<CaseScore> cases) {
    return cases.stream()
        .flatMap(c -> c.truth().keySet().stream().map(f -> one(c, f)))
        .reduce(new Counts(0, 0, 0), Counts::plus);
  }

  /** Of one finding; cases in which it cannot be checked do not count. */
  static Counts of(List<CaseScore> cases, String finding) {
    return cases.stream()
        .filter(c -> c.truth().containsKey(finding))
        .map(c -> one(c, finding))
        .reduce(new Counts(0, 0, 0), Counts::plus);
  }

  private static Counts one(CaseScore c, String finding) {
    boolean there = Boolean.TRUE.equals(c.truth().get(finding));
    boolean said = c.said().contains(finding);
    return new Counts(there && said ? 1 : 0, said && !there ? 1 : 0, there && !said ? 1 : 0);
  }

  Counts plus(Counts other) {
    return new Counts(
        truePositive + other.truePositive,
        falsePositive + other.falsePositive,
        falseNegative + other.falseNegative);
  }

  /** Harmonic mean of precision and recall; NaN when nothing was there and nothing was said. */
  double f1() {
    int all = 2 * truePositive + falsePositive + falseNegative;
    return all == 0 ? Double.NaN : 2.0 * truePositive / all;
  }
}
