package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final ToDoubleFunction<List<Double>> MEAN =
      cases -> cases.stream().mapToDouble(d -> d).average().orElse(Double.NaN);

  private static List<Double> zerosAndOnes(int zeros, int ones) {
    List<Double> all = new java.util.ArrayList<>(Collections.nCopies(zeros, 0.0));
    all.addAll(Collections.nCopies(ones, 1.0));
    return all;
  }

  @Test
  void quantilesLieBetweenTheNearestValues() {
    double[] sorted = {0, 10, 20, 40};
    assertThat(Bootstrap.quantile(sorted, 0)).isZero();
    assertThat(Bootstrap.quantile(sorted, 0.5)).isEqualTo(15);
    assertThat(Bootstrap.quantile(sorted, 0.9)).isCloseTo(34, within(1e-9));
    assertThat(Bootstrap.quantile(new double[0], 0.5)).isNaN();
  }

  @Test
  void equalSeedsGiveEqualIntervals() {
    Bootstrap one = new Bootstrap(200, 7);
    assertThat(one.interval(zerosAndOnes(30, 70), MEAN))
        .containsExactly(new Bootstrap(200, 7).interval(zerosAndOnes(30, 70), MEAN))
        .isNotEqualTo(new Bootstrap(200, 8).interval(zerosAndOnes(30, 70), MEAN));
  }

  /** Of 100 cases with 70 successes the normal interval is 0.70 ± 1.96 * 0.0458. */
  @Test
  void theIntervalOfAShareIsTheBinomialOne() {
    double[] ends = new Bootstrap(4000, 1).interval(zerosAndOnes(30, 70), MEAN);
    assertThat(ends[0]).isCloseTo(0.61, within(0.02));
    assertThat(ends[1]).isCloseTo(0.79, within(0.02));
  }

  @Test
  void equalCasesHaveNoSpread() {
    assertThat(new Bootstrap(50, 1).interval(zerosAndOnes(0, 5), MEAN)).containsExactly(1, 1);
  }

  @Test
  void roundsWithoutAFigureDoNotCount() {
    ToDoubleFunction<List<Double>> shareOfOnesAmongOnes =
        cases -> MEAN.applyAsDouble(cases.stream().filter(d -> d == 1).toList());
    assertThat(new Bootstrap(200, 1).interval(zerosAndOnes(3, 1), shareOfOnesAmongOnes))
        .containsExactly(1, 1);
    assertThat(new Bootstrap(20, 1).interval(List.<Double>of(), MEAN))
        .containsExactly(Double.NaN, Double.NaN);
  }
}
