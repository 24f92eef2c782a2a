package io.sightline.report.scope;

import io.sightline.bundle.Plausibility;
import io.sightline.report.document.Refusal;
import io.sightline.segmentation.anatomy.StructureMeasure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a study whose segmented anatomy is not that of the declared body part: the last guard
 * against a knee that calls itself a T1 of the head.
 */
public final class PlausibilityCheck {
  private PlausibilityCheck() {}

  /**
   * @param structures found by the encoder
   * @param limits of the manifest; null = everything is plausible
   */
  public static Optional<Refusal> check(
      List<StructureMeasure> structures, @Nullable Plausibility limits) {
    if (limits == null) {
      return Optional.empty();
    }
    Integer needed = limits.minStructures();
    long seen = structures.stream().filter(s -> s.volumeMl() >= limits.minStructureMl()).count();
    if (needed != null && seen < needed) {
      return refuse(
          "only %d brain structures were recognised; a head shows at least %d"
              .formatted(seen, needed));
    }
    double ml = structures.stream().mapToDouble(StructureMeasure::volumeMl).sum();
    if (limits.brainVolumeMl().size() == 2
        && (ml < limits.brainVolumeMl().get(0) || ml > limits.brainVolumeMl().get(1))) {
      return refuse(
          String.format(
              Locale.ROOT,
              "the recognised brain measures %.0f mL; a head has %.0f to %.0f mL",
              ml,
              limits.brainVolumeMl().get(0),
              limits.brainVolumeMl().get(1)));
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(String why) {
    return Optional.of(
        Refusal.outOfScope(
            "The images do not look like the body part that the bundle was made for: "
                + why
                + "."));
  }
}
