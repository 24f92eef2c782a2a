package io.sightline.report;

import io.sightline.bundle.BundleManifest;
import io.sightline.report.cases.CaseEvidence;
import io.sightline.report.cases.SimilarCases;
import io.sightline.report.document.Evidence;
import io.sightline.report.gather.Agreement;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionHead;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.specialist.SpecialistOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The evidence of one report or answer, numbered; later stages refer to it by key. Not thread-safe.
 */
public final class EvidenceBook {
  private final List<Evidence> all = new ArrayList<>();
  private final Map<String, String> idByKey = new LinkedHashMap<>();

  public List<Evidence> all() {
    return List.copyOf(all);
  }

  public List<String> ids(List<String> keys) {
    return keys.stream().map(idByKey::get).filter(Objects::nonNull).toList();
  }

  /** What the lesion head and the structure segmentation measured. */
  public void measured(BundleManifest bundle, LesionHead head, AnatomyContext anatomy) {
    String source = "generalist:" + bundle.id();
    if (!head.volumesMl().isEmpty()) {
      Map<String, Object> volumes = new LinkedHashMap<>();
      head.volumesMl().forEach((id, ml) -> volumes.put(id, round(ml)));
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("quantity", "lesion-volumes");
      value.put("unit", "mL");
      value.put("volumes", volumes);
      add("head", "measurement", source, value);
    }
    if (!anatomy.structures().isEmpty()) {
      add("structures", "measurement", source, structures(anatomy));
    }
  }

  /**
   * What the encoder's scores say, an item per finding.
   *
   * @param scores probability by finding
   */
  public void scores(BundleManifest bundle, Map<String, Double> scores) {
    new TreeMap<>(scores)
        .forEach(
            (finding, p) -> {
              Map<String, Object> value = new LinkedHashMap<>();
              value.put("quantity", "finding-score");
              value.put("finding", finding);
              value.put("value", Math.round(p * 1000) / 1000.0);
              add("score:" + finding, "score", "generalist:" + bundle.id(), value);
            });
  }

  /** What a specialist found; nothing when it failed. */
  public void specialist(SpecialistOutcome outcome) {
    specialist(outcome, Map.of());
  }

  /**
   * The same.
   *
   * @param said what it says of findings, added to the value
   */
  public void specialist(SpecialistOutcome outcome, Map<String, Object> said) {
    String source = "specialist:" + outcome.specialist();
    SpecialistEvidence.of(outcome)
        .ifPresent(
            e -> {
              Map<String, Object> value = new LinkedHashMap<>(e.value());
              value.putAll(said);
              add(source, e.kind(), source, value);
            });
  }

  /** Where a specialist disagrees with the generalist; nothing when it does not. */
  public void agreement(BundleManifest bundle, String specialist, List<Agreement> agreements) {
    List<Map<String, Object>> disagree =
        agreements.stream().filter(Agreement::disagrees).map(EvidenceBook::disagreement).toList();
    if (!disagree.isEmpty()) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("quantity", "disagreement");
      value.put("with", "generalist:" + bundle.id());
      value.put("compared", agreements.size());
      value.put("structures", disagree);
      add("agreement:" + specialist, "score", "specialist:" + specialist, value);
    }
  }

  private static Map<String, Object> disagreement(Agreement a) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", a.structure());
    one.put("dice", round(a.dice()));
    one.put("specialistMl", round(a.specialistMl()));
    one.put("generalistMl", round(a.generalistMl()));
    if (a.distrust() != null) {
      one.put("distrust", a.distrust());
    }
    return one;
  }

  /** A region's mask as evidence. */
  public void region(FoundRegion r) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("region", r.id());
    value.put("score", r.region().score());
    value.put("volumeMl", r.region().volumeMl());
    value.put("maxDiameterMm", r.region().maxDiameterMm());
    add(r.id(), "mask", r.region().source(), value);
  }

  /** The similar cases, and what they vote. */
  public void cases(SimilarCases similar) {
    similar
        .hits()
        .forEach(
            hit ->
                add(
                    SimilarCases.key(hit.value()),
                    "case",
                    SimilarCases.key(hit.value()),
                    CaseEvidence.of(hit)));
    if (!similar.hits().isEmpty()) {
      add("votes", "score", "retrieval", CaseEvidence.votes(similar));
    }
  }

  private static Map<String, Object> structures(AnatomyContext anatomy) {
    List<Map<String, Object>> largestFirst =
        anatomy.structures().stream()
            .sorted(Comparator.comparingDouble(StructureMeasure::volumeMl).reversed())
            .map(EvidenceBook::structure)
            .toList();
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("quantity", "structure-volumes");
    value.put("unit", "mL");
    value.put("totalMl", round(anatomy.totalMl()));
    value.put("structures", largestFirst);
    if (anatomy.atlas().problem() == null) {
      value.put("atlasResidualMm", round(anatomy.atlas().residualMm()));
    } else {
      value.put("atlas", anatomy.atlas().problem());
    }
    return value;
  }

  private static Map<String, Object> structure(StructureMeasure s) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", s.id());
    one.put("name", s.label().name());
    one.put("volumeMl", round(s.volumeMl()));
    return one;
  }

  /** Any other fact, under a key of the caller's. */
  public void add(String key, String kind, String source, Map<String, Object> value) {
    String id = "e" + (all.size() + 1);
    idByKey.put(key, id);
    all.add(new Evidence(id, kind, source, value));
  }

  static double round(double v) {
    return Math.round(v * 100) / 100.0;
  }
}
