package io.sightline.vision;

import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.OutputSpec.Activation;
import io.sightline.inference.Tensor;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the output {@code findings}: one calibrated score per finding. */
final class FindingScores {
  private FindingScores() {}

  /**
   * @param spec null when the manifest declares no such output
   * @param tensors the graph's output by the manifest's name, [1, n]; null when it is not there
   * @return probability by the label's id; a score that is no number is left out
   * @throws ProblemException {@code invalid_bundle} when a label has no score
   */
  static Map<String, Double> of(
      @Nullable OutputSpec spec, Function<String, @Nullable Tensor> tensors) {
    Tensor t = spec == null ? null : tensors.apply(spec.tensor());
    if (spec == null || t == null) {
      return Map.of();
    }
    float[] given = t.toFloats();
    Map<String, Double> scores = new LinkedHashMap<>();
    for (LabelSpec label : spec.labels()) {
      if (label.index() >= given.length) {
        throw new ProblemException(
            ErrorCode.INVALID_BUNDLE,
            "Encoder output %s has shape %s and no score for %s."
                .formatted(spec.tensor(), Arrays.toString(t.shape()), label.id()));
      }
      double p = probability(given[label.index()], spec.activation());
      if (Double.isFinite(p)) {
        scores.put(label.id(), p);
      }
    }
    return scores;
  }

  private static double probability(double given, Activation activation) {
    double p = activation == Activation.SIGMOID ? 1 / (1 + Math.exp(-given)) : given;
    return Double.isNaN(p) ? p : Math.clamp(p, 0, 1);
  }
}
