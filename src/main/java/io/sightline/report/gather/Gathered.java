package io.sightline.report.gather;

import io.sightline.shared.Warning;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistResult.Segmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  public List<Warning> warnings() {
    return outcomes.stream().map(SpecialistOutcome::warning).filter(Objects::nonNull).toList();
  }
}
