package io.sightline.specialist;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.inference.SessionPool;
import io.sightline.segmentation.VolumeNetwork;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.Embedding;
import io.sightline.specialist.SpecialistResult.ScoredLabel;
import io.sightline.volume.Volume;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Networks that give one vector for a whole volume: class logits, or an embedding. */
final class VectorNetwork {
  private final VolumeNetwork network;

  VectorNetwork(SessionPool pool) {
    this.network = new VolumeNetwork(pool);
  }

  Classification classify(
      Bundle bundle,
      Map.Entry<String, OutputSpec> output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    float[] logits = network.vector(bundle, output.getKey(), volumes, cancellation);
    double[] p = probabilities(logits, output.getValue().activation());
    List<ScoredLabel> labels = new ArrayList<>();
    for (LabelSpec label : output.getValue().labels()) {
      if (label.index() >= p.length) {
        throw new ProblemException(
            ErrorCode.INVALID_BUNDLE, "The network gives no score for " + label.id() + ".");
      }
      labels.add(new ScoredLabel(label, p[label.index()]));
    }
    labels.sort(Comparator.comparingDouble(ScoredLabel::probability).reversed());
    return new Classification(labels);
  }

  Embedding embed(
      Bundle bundle,
      Map.Entry<String, OutputSpec> output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    float[] vector = network.vector(bundle, output.getKey(), volumes, cancellation);
    double squares = 0;
    for (float v : vector) {
      squares += (double) v * v;
    }
    float[] unit = new float[vector.length];
    for (int n = 0; n < unit.length; n++) {
      unit[n] = squares > 0 ? (float) (vector[n] / Math.sqrt(squares)) : 0;
    }
    return new Embedding(unit);
  }

  static double[] probabilities(float[] logits, OutputSpec.Activation activation) {
    double[] p = new double[logits.length];
    double most = Double.NEGATIVE_INFINITY;
    for (float v : logits) {
      most = Math.max(most, v);
    }
    double sum = 0;
    for (int n = 0; n < p.length; n++) {
      p[n] =
          switch (activation) {
            case SOFTMAX -> Math.exp(logits[n] - most);
            case SIGMOID -> 1 / (1 + Math.exp(-logits[n]));
            case NONE -> Math.clamp(logits[n], 0, 1);
          };
      sum += p[n];
    }
    for (int n = 0; n < p.length && activation == OutputSpec.Activation.SOFTMAX; n++) {
      p[n] /= sum;
    }
    return p;
  }
}
