package io.sightline.specialist;

import io.sightline.bundle.LabelSpec;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import java.util.List;
import java.util.Optional;

/** What a specialist found. Immutable; shared between threads. */
public sealed interface SpecialistResult {

  /**
   * Masks.
   *
   * @param sequence whose series' grid they lie in
   * @param labels that are there, in the manifest's order, without background
   */
  record Segmentation(Sequence sequence, List<SegmentedLabel> labels) implements SpecialistResult {
    public Segmentation {
      labels = List.copyOf(labels);
    }

    public Optional<SegmentedLabel> label(String id) {
      return labels.stream().filter(l -> l.id().equals(id)).findFirst();
    }

    /** All labels together, mL; what several labels share counts several times. */
    public double totalMl() {
      return labels.stream().mapToDouble(SegmentedLabel::volumeMl).sum();
    }
  }

  /** Probabilities of labels, the highest first. */
  record Classification(List<ScoredLabel> labels) implements SpecialistResult {
    public Classification {
      labels = List.copyOf(labels);
    }
  }

  /**
   * A label with its probability.
   *
   * @param probability 0..1
   */
  record ScoredLabel(LabelSpec label, double probability) {}

  /** Boxes, the best score first. */
  record Detection(Sequence sequence, List<DetectedBox> boxes) implements SpecialistResult {
    public Detection {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * A box about one thing.
   *
   * @param score 0..1
   * @param min LPS mm, smallest corner over voxel centres
   * @param max LPS mm, largest corner
   */
  record DetectedBox(LabelSpec label, double score, Vec3 min, Vec3 max, double volumeMl) {}

  /** A vector that stands for the study; of length 1 in the Euclidean sense. */
  @SuppressWarnings("ArrayRecordComponent")
  record Embedding(float[] vector) implements SpecialistResult {}
}
