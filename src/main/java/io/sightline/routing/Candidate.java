package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.routing.trust.Prior;
import io.sightline.routing.trust.SpecialistTrust;
import io.sightline.routing.trust.Trust;
import io.sightline.specialist.MeasuredQuality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A specialist whose scope covers the study, with what it is worth and what it costs.
 *
 * @param trust finding by finding; null when it tells none, or nothing is known but its manifest
 */
record Candidate(Bundle bundle, Cost cost, @Nullable SpecialistTrust trust) {

  String id() {
    return bundle.id();
  }

  private BundleManifest manifest() {
    return bundle.manifest();
  }

  /** Mean measured Dice; half-trusted when nothing was measured. */
  private double quality() {
    return Prior.of(manifest()).mean();
  }

  /** Labels that it tells apart, the background of exclusive classes not counted. */
  private Map<String, LabelSpec> labels() {
    Map<String, LabelSpec> out = new LinkedHashMap<>();
    manifest()
        .outputs()
        .values()
        .forEach(
            o ->
                o.labels().stream()
                    .filter(l -> l.index() > 0 || o.activation() == OutputSpec.Activation.SIGMOID)
                    .forEach(l -> out.put(l.id(), l)));
    return out;
  }

  private Optional<Trust> trust(LabelSpec label) {
    return trust == null || label.finding() == null
        ? Optional.empty()
        : trust.about(label.finding());
  }

  /** How likely a label is right: by its finding where it shows one, else as all together are. */
  private double reliability(LabelSpec label) {
    double measured =
        label.finding() == null ? quality() : Prior.of(manifest(), label.finding()).mean();
    return trust(label).map(Trust::value).orElse(measured);
  }

  /** Labels expected to be right. */
  private double right() {
    Map<String, LabelSpec> all = labels();
    return all.isEmpty() ? quality() : all.values().stream().mapToDouble(this::reliability).sum();
  }

  /** How likely any of its labels is right. */
  private double reliability() {
    return right() / Math.max(1, labels().size());
  }

  /** Expected right labels for each second: what is worth most for its time comes first. */
  double worth() {
    return right() / Math.max(1, cost.millis());
  }

  /**
   * Whether it tells everything that the other does, more reliably, and is listened to about every
   * finding that the other is listened to about.
   */
  boolean replaces(Candidate other) {
    boolean better =
        reliability() > other.reliability()
            || reliability() == other.reliability() && id().compareTo(other.id()) < 0;
    return better
        && manifest().task().equals(other.manifest().task())
        && labels().keySet().containsAll(other.labels().keySet())
        && distrusted().allMatch(t -> !other.heardAbout(t.finding()));
  }

  private Stream<Trust> distrusted() {
    return trust == null ? Stream.empty() : trust.findings().stream().filter(Trust::distrusted);
  }

  private boolean heardAbout(String finding) {
    return trust != null && trust.about(finding).filter(t -> !t.distrusted()).isPresent();
  }

  /** Why nothing that it says would be listened to; empty when something would. */
  Optional<String> untrustworthy() {
    boolean all =
        labels().isEmpty()
            ? quality() < Trust.FLOOR
            : labels().values().stream().noneMatch(this::trusted);
    if (!all) {
      return Optional.empty();
    }
    List<String> seen = distrusted().filter(Trust::seasoned).map(Trust::inWords).toList();
    return Optional.of(seen.isEmpty() ? inWords() : String.join("; ", seen));
  }

  private boolean trusted(LabelSpec label) {
    return label.finding() == null
        ? quality() >= Trust.FLOOR
        : trust(label)
            .map(t -> !t.distrusted())
            .orElseGet(() -> Prior.of(manifest(), label.finding()).mean() >= Trust.FLOOR);
  }

  String inWords() {
    OptionalDouble dice = MeasuredQuality.meanDice(manifest());
    return dice.isPresent()
        ? String.format(Locale.ROOT, "measured Dice %.2f on average", dice.getAsDouble())
        : "its quality was never measured";
  }

  /** What signed cases say of it, and which of its words are left out; empty without any. */
  String notes() {
    return trust == null
        ? ""
        : trust.findings().stream()
            .filter(t -> t.cases() > 0 || t.distrusted())
            .map(t -> "; " + (t.distrusted() ? leftOut(t) : t.inWords()))
            .collect(Collectors.joining());
  }

  private static String leftOut(Trust t) {
    return "its word about %s is left out of the prompt: %s".formatted(t.name(), t.inWords());
  }
}
