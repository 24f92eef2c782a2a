package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.shared.ProblemException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final float[] LOGITS = {
    (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.15), (float) Math.log(0.05)
  };

  private static int[] draw(double temperature, double topP, long seed, int n) {
    Sampler sampler = new Sampler(new GenerationOptions(1, temperature, topP, seed));
    return IntStream.range(0, n).map(_ -> sampler.next(LOGITS)).toArray();
  }

  private static double share(int[] draws, int token) {
    return IntStream.of(draws).filter(d -> d == token).count() / (double) draws.length;
  }

  @Test
  void temperatureZeroTakesTheMostProbable() {
    assertThat(draw(0, 1, 1, 5)).containsOnly(0);
  }

  @Test
  void temperatureOneDrawsByProbability() {
    int[] draws = draw(1, 1, 7, 20_000);
    assertThat(share(draws, 0)).isCloseTo(0.5, within(0.02));
    assertThat(share(draws, 3)).isCloseTo(0.05, within(0.01));
  }

  @Test
  void aLowTemperatureSharpens() {
    // p^2 normalised: 0.25 / 0.365
    assertThat(share(draw(0.5, 1, 7, 20_000), 0)).isCloseTo(0.685, within(0.02));
  }

  @Test
  void theNucleusKeepsTheFewestTokensThatReachTopP() {
    int[] draws = draw(1, 0.75, 7, 20_000);
    assertThat(draws).containsOnly(0, 1);
    assertThat(share(draws, 0)).isCloseTo(0.625, within(0.02));
    assertThat(draw(1, 0.01, 7, 100)).containsOnly(0);
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertThat(draw(1, 0.9, 42, 100)).isEqualTo(draw(1, 0.9, 42, 100));
    assertThat(draw(1, 0.9, 42, 100)).isNotEqualTo(draw(1, 0.9, 43, 100));
  }

  @Test
  void whatIsNoNumberIsNeverDrawn() {
    Sampler greedy = new Sampler(GenerationOptions.greedy(1));
    assertThat(greedy.next(new float[] {Float.NaN, -5, -3, Float.NEGATIVE_INFINITY})).isEqualTo(2);
    Sampler warm = new Sampler(new GenerationOptions(1, 1, 0.99, 3));
    for (int i = 0; i < 100; i++) {
      assertThat(warm.next(new float[] {Float.NaN, 0, 0})).isIn(1, 2);
    }
    assertThatThrownBy(() -> greedy.next(new float[] {Float.NaN}))
        .isInstanceOf(ProblemException.class);
  }
}
