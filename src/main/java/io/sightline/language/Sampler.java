package io.sightline.language;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Picks the next token: the most probable at temperature 0, else by chance within the nucleus
 * (Holtzman et al. 2020, arXiv:1904.09751). Seeded; not thread-safe.
 */
final class Sampler {
  private final double temperature;
  private final double topP;
  private final SplittableRandom random;

  Sampler(GenerationOptions options) {
    temperature = options.temperature();
    topP = options.topP();
    random = new SplittableRandom(options.seed());
  }

  /**
   * @param logits one row, V
   * @throws ProblemException {@code internal} when no logit is a number
   */
  int next(float[] logits) {
    int best = argmax(logits);
    return temperature == 0 ? best : draw(logits, best);
  }

  private static int argmax(float[] logits) {
    int best = -1;
    for (int i = 0; i < logits.length; i++) {
      if (!Float.isNaN(logits[i]) && (best < 0 || logits[i] > logits[best])) {
        best = i;
      }
    }
    if (best < 0) {
      throw new ProblemException(ErrorCode.INTERNAL, "The language model gave no numbers.");
    }
    return best;
  }

  private int draw(float[] logits, int best) {
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Float.isNaN(logits[i]) ? 0 : Math.exp((logits[i] - logits[best]) / temperature);
      sum += weights[i];
    }
    return topP < 1 ? nucleus(weights, sum) : walk(order(weights.length), weights, sum);
  }

  /** The fewest tokens whose probability reaches topP, most probable first. */
  private int nucleus(double[] weights, double sum) {
    Integer[] order = order(weights.length);
    Arrays.sort(order, (a, b) -> Double.compare(weights[b], weights[a]));
    double kept = 0;
    int n = 0;
    while (n < order.length && (n == 0 || kept < topP * sum)) {
      kept += weights[order[n++]];
    }
    return walk(Arrays.copyOf(order, n), weights, kept);
  }

  private int walk(Integer[] order, double[] weights, double sum) {
    double left = random.nextDouble() * sum;
    int last = order[0];
    for (int token : order) {
      if (weights[token] > 0) {
        last = token;
        left -= weights[token];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private static Integer[] order(int n) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
