package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.specialist.MeasuredQuality;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** A specialist whose scope covers the study, with what it is worth and what it costs. */
record Candidate(Bundle bundle, Cost cost) {
  /** Below this mean Dice its word is worth nothing. */
  static final double LEAST_DICE = 0.5;

  String id() {
    return bundle.id();
  }

  private BundleManifest manifest() {
    return bundle.manifest();
  }

  /** Mean measured Dice; half-trusted when nothing was measured. */
  double quality() {
    return MeasuredQuality.meanDice(manifest()).orElse(LEAST_DICE);
  }

  /** Labels that it tells apart, the background of exclusive classes not counted. */
  Set<String> labels() {
    Set<String> out = new HashSet<>();
    manifest()
        .outputs()
        .values()
        .forEach(
            o ->
                o.labels().stream()
                    .filter(l -> l.index() > 0 || o.activation() == OutputSpec.Activation.SIGMOID)
                    .map(LabelSpec::id)
                    .forEach(out::add));
    return out;
  }

  /** Expected right labels for each second: what is worth most for its time comes first. */
  double worth() {
    return quality() * Math.max(1, labels().size()) / Math.max(1, cost.millis());
  }

  /**
   * Whether it tells everything that the other does, and was measured to do so at least as well.
   */
  boolean replaces(Candidate other) {
    boolean better =
        quality() > other.quality()
            || quality() == other.quality() && id().compareTo(other.id()) < 0;
    return better
        && manifest().task().equals(other.manifest().task())
        && labels().containsAll(other.labels());
  }

  String inWords() {
    OptionalDouble dice = MeasuredQuality.meanDice(manifest());
    return dice.isPresent()
        ? String.format(Locale.ROOT, "measured Dice %.2f on average", dice.getAsDouble())
        : "its quality was never measured";
  }
}
