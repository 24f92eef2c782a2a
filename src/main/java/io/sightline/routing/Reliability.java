package io.sightline.routing;

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
 * How far a specialist's labels can be relied on in one study: a label that shows a finding by the
 * trust in it, any other by the mean Dice.
 *
 * @param trust finding by finding; null when nothing is known but the manifest
 */
record Reliability(BundleManifest manifest, @Nullable SpecialistTrust trust) {

  /** Labels that it tells apart, the background of exclusive classes not counted. */
  private Map<String, LabelSpec> labels() {
    Map<String, LabelSpec> out = new LinkedHashMap<>();
    for (OutputSpec o : manifest.outputs().values()) {
      o.labels().stream()
          .filter(l -> l.index() > 0 || o.activation() == OutputSpec.Activation.SIGMOID)
          .forEach(l -> out.put(l.id(), l));
    }
    return out;
  }

  /** What is thought of a label before any reader judged it. */
  private Prior prior(LabelSpec label) {
    String finding = label.finding();
    return finding == null ? Prior.of(manifest) : Prior.of(manifest, finding);
  }

  private Optional<Trust> trust(LabelSpec label) {
    return trust == null || label.finding() == null
        ? Optional.empty()
        : trust.about(label.finding());
  }

  /** Labels expected to be right; at least one is counted. */
  double right() {
    Map<String, LabelSpec> all = labels();
    return all.isEmpty()
        ? Prior.of(manifest).mean()
        : all.values().stream()
            .mapToDouble(l -> trust(l).map(Trust::value).orElse(prior(l).mean()))
            .sum();
  }

  /** How likely any of its labels is right. */
  double mean() {
    return right() / Math.max(1, labels().size());
  }

  /** Whether it tells everything that the other does, and is heard wherever the other is. */
  boolean covers(Reliability other) {
    return labels().keySet().containsAll(other.labels().keySet())
        && distrusted().noneMatch(t -> other.heardAbout(t.finding()));
  }

  private Stream<Trust> distrusted() {
    return trust == null ? Stream.empty() : trust.findings().stream().filter(Trust::distrusted);
  }

  private boolean heardAbout(String finding) {
    return trust != null && trust.about(finding).filter(t -> !t.distrusted()).isPresent();
  }

  /** Why nothing that it says would be listened to; empty when something would. */
  Optional<String> untrustworthy() {
    boolean some =
        labels().isEmpty()
            ? Prior.of(manifest).mean() >= Trust.FLOOR
            : labels().values().stream().anyMatch(this::heard);
    if (some) {
      return Optional.empty();
    }
    List<String> seen = distrusted().filter(Trust::seasoned).map(Trust::inWords).toList();
    return Optional.of(seen.isEmpty() ? inWords() : String.join("; ", seen));
  }

  private boolean heard(LabelSpec label) {
    return trust(label).map(t -> !t.distrusted()).orElse(prior(label).mean() >= Trust.FLOOR);
  }

  /** What was measured. */
  String inWords() {
    OptionalDouble dice = MeasuredQuality.meanDice(manifest);
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
