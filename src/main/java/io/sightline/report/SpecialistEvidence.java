package io.sightline.report;

import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.DetectedBox;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.ScoredLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Vec3;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A specialist's result as the value of an evidence item; numbers carry their unit in the key. */
public record SpecialistEvidence(String kind, Map<String, Object> value) {

  /** Empty when the specialist failed, and for vectors, which say nothing to a reader. */
  public static Optional<SpecialistEvidence> of(SpecialistOutcome outcome) {
    return switch (outcome.result()) {
      case Segmentation s ->
          Optional.of(
              evidence(
                  "measurement",
                  "label-volumes",
                  "sequence",
                  s.sequence().label(),
                  "labels",
                  s.labels().stream().map(SpecialistEvidence::label).toList()));
      case Detection d ->
          Optional.of(
              evidence(
                  "measurement",
                  "boxes",
                  "sequence",
                  d.sequence().label(),
                  "boxes",
                  d.boxes().stream().limit(100).map(SpecialistEvidence::box).toList()));
      case Classification c ->
          Optional.of(
              evidence(
                  "score",
                  "probabilities",
                  "of",
                  outcome.specialist(),
                  "labels",
                  c.labels().stream().map(SpecialistEvidence::scored).toList()));
      case null, default -> Optional.empty();
    };
  }

  private static SpecialistEvidence evidence(
      String kind, String quantity, String key, Object about, String list, List<?> items) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("quantity", quantity);
    value.put(key, about);
    value.put(list, items);
    return new SpecialistEvidence(kind, value);
  }

  private static Map<String, Object> label(SegmentedLabel l) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", l.id());
    one.put("name", l.label().name());
    one.put("volumeMl", EvidenceBook.round(l.volumeMl()));
    one.put("expectedDice", EvidenceBook.round(l.score()));
    one.put("measuredDice", l.measured());
    return one;
  }

  private static Map<String, Object> scored(ScoredLabel l) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", l.label().id());
    one.put("name", l.label().name());
    one.put("probability", EvidenceBook.round(l.probability()));
    return one;
  }

  private static Map<String, Object> box(DetectedBox b) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", b.label().id());
    one.put("score", EvidenceBook.round(b.score()));
    one.put("volumeMl", EvidenceBook.round(b.volumeMl()));
    one.put("boxMm", List.of(corner(b.min()), corner(b.max())));
    return one;
  }

  private static List<Double> corner(Vec3 p) {
    return List.of(EvidenceBook.round(p.x()), EvidenceBook.round(p.y()), EvidenceBook.round(p.z()));
  }
}
