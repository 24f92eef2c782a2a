package io.sightline.app.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap over cases (Efron 1979): cases are drawn with replacement, whole, since
 * sentences of one case are not independent. Equal seeds give equal intervals, and the same cases
 * are drawn for every figure, so differences between modes are paired.
 */
record Bootstrap(int rounds, long seed) {
  private static final double TAIL = 0.025;

  /**
   * The 95 % interval; rounds in which the figure is not defined do not count.
   *
   * @return low and high; NaN where no round is defined
   */
  <T> double[] interval(List<T> cases, ToDoubleFunction<List<T>> figure) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rounds];
    int defined = 0;
    List<T> drawn = new ArrayList<>(cases.size());
    for (int round = 0; round < rounds && !cases.isEmpty(); round++) {
      drawn.clear();
      for (int i = 0; i < cases.size(); i++) {
        drawn.add(cases.get(random.nextInt(cases.size())));
      }
      double value = figure.applyAsDouble(drawn);
      if (!Double.isNaN(value)) {
        values[defined++] = value;
      }
    }
    double[] sorted = Arrays.copyOf(values, defined);
    Arrays.sort(sorted);
    return new double[] {quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)};
  }

  /** Linear between the two nearest, as NumPy's default. */
  static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
