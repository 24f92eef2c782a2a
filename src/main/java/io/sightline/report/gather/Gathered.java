package io.sightline.report.gather;

import io.sightline.bundle.LabelSpec;
import io.sightline.routing.trust.TrustTable;
import io.sightline.shared.Warning;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistResult;
import io.sightline.specialist.SpecialistResult.Classification;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.Segmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** How the planned specialists ended, in the plan's order. */
public record Gathered(List<SpecialistOutcome> outcomes) {
  public static final Gathered NOTHING = new Gathered(List.of());

  public Gathered {
    outcomes = List.copyOf(outcomes);
  }

  /** Segmentations by specialist, in order. */
  public Map<String, Segmentation> segmentations() {
    Map<String, Segmentation> out = new LinkedHashMap<>();
    outcomes.forEach(
        o -> {
          if (o.result() instanceof Segmentation s) {
            out.put(o.specialist(), s);
          }
        });
    return out;
  }

  /** Without the labels that show a finding about which their specialist is not trusted. */
  public Gathered trusted(TrustTable trust) {
    return new Gathered(outcomes.stream().map(o -> trusted(o, trust)).toList());
  }

  private static SpecialistOutcome trusted(SpecialistOutcome o, TrustTable trust) {
    Predicate<LabelSpec> heard =
        l -> l.finding() == null || !trust.distrusts(o.specialist(), l.finding());
    SpecialistResult kept =
        switch (o.result()) {
          case Segmentation s ->
              new Segmentation(
                  s.sequence(), s.labels().stream().filter(l -> heard.test(l.label())).toList());
          case Detection d ->
              new Detection(
                  d.sequence(), d.boxes().stream().filter(b -> heard.test(b.label())).toList());
          case Classification c ->
              new Classification(c.labels().stream().filter(l -> heard.test(l.label())).toList());
          case null, default -> o.result();
        };
    return new SpecialistOutcome(o.specialist(), kept, o.warning(), o.millis());
  }

  public List<Warning> warnings() {
    return outcomes.stream().map(SpecialistOutcome::warning).filter(Objects::nonNull).toList();
  }
}
