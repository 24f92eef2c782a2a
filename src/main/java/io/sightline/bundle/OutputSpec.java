package io.sightline.bundle;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an output tensor means: one channel per label.
 *
 * @param tensor name of the graph's output
 * @param threshold probability above which a channel says yes; null for softmax
 * @param minVolumeMl smaller regions are not reported; null = every region is
 */
public record OutputSpec(
    String tensor,
    Activation activation,
    @Nullable Double threshold,
    @Nullable Double minVolumeMl,
    List<LabelSpec> labels) {

  /**
   * Role of the output [1, n] with a calibrated score per finding; its labels' ids are findings of
   * the lexicon.
   */
  public static final String FINDINGS = "findings";

  public OutputSpec {
    activation = activation == null ? Activation.NONE : activation;
    labels = Defaults.list(labels);
  }

  /** From logits to probabilities. */
  public enum Activation {
    SOFTMAX,
    SIGMOID,
    NONE
  }

  public Optional<LabelSpec> label(String id) {
    return labels.stream().filter(l -> l.id().equals(id)).findFirst();
  }

  /** The label of a channel. */
  public Optional<LabelSpec> label(int index) {
    return labels.stream().filter(l -> l.index() == index).findFirst();
  }
}
