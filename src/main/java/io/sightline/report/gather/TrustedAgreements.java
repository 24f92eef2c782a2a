package io.sightline.report.gather;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.routing.trust.Trust;
import io.sightline.routing.trust.TrustTable;
import io.sightline.specialist.MeasuredQuality;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Weighs disagreement about a structure by trust: a specialist that is not trusted about a finding
 * of the structure, or whose outline of it was measured to be poor, is a note.
 */
public final class TrustedAgreements {
  private TrustedAgreements() {}

  /**
   * The same agreements, with the distrust in them.
   *
   * @param specialist whose agreements they are
   */
  public static List<Agreement> of(
      List<Agreement> agreements, Bundle specialist, TrustTable trust) {
    return agreements.stream()
        .map(a -> distrust(a, specialist, trust).map(a::distrusted).orElse(a))
        .toList();
  }

  private static Optional<String> distrust(Agreement a, Bundle specialist, TrustTable trust) {
    List<LabelSpec> labels = labels(specialist.manifest(), a.structure());
    return labels.stream()
        .map(LabelSpec::finding)
        .filter(Objects::nonNull)
        .flatMap(f -> trust.about(specialist.id(), f).stream())
        .filter(Trust::distrusted)
        .map(Trust::inWords)
        .findFirst()
        .or(() -> measured(specialist.manifest(), labels));
  }

  private static Optional<String> measured(BundleManifest manifest, List<LabelSpec> labels) {
    return labels.stream()
        .filter(l -> l.finding() == null)
        .map(l -> MeasuredQuality.dice(manifest, l.id()))
        .filter(Objects::nonNull)
        .min(Double::compare)
        .filter(d -> d < Trust.FLOOR)
        .map(d -> String.format(Locale.ROOT, "its outline of it was measured with Dice %.2f", d));
  }

  private static List<LabelSpec> labels(BundleManifest manifest, String structure) {
    return manifest.outputs().values().stream()
        .flatMap(o -> o.labels().stream())
        .filter(l -> Agreements.unsided(l.id()).equals(structure))
        .toList();
  }
}
