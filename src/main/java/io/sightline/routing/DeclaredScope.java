package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.Scope;
import io.sightline.routing.RoutingCase.GivenVolume;
import io.sightline.specialist.Task;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.PreprocessSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a specialist's manifest says that it is for. A wish does not overrule it. */
final class DeclaredScope {
  /** A network that learned on fine voxels sees steps where slices are this many times thicker. */
  private static final double COARSER = 4;

  private static final Set<String> UNKNOWN_MODALITIES = Set.of("", "OT");

  /** Warnings of a series after which its anatomy cannot be trusted slice by slice. */
  private static final Set<String> DAMAGED = Set.of("gap");

  private DeclaredScope() {}

  /** Why a specialist may not run, or empty. */
  static Optional<String> outside(Bundle bundle, RoutingCase study) {
    if (!bundle.usable()) {
      return Optional.of("its bundle was refused: " + String.join("; ", bundle.problems()));
    }
    BundleManifest manifest = bundle.manifest();
    if (Task.of(manifest.task()).isEmpty()) {
      return Optional.of("nothing here runs the task " + manifest.task());
    }
    for (InputSpec input : manifest.inputs()) {
      Optional<GivenVolume> volume =
          input.sequence() == null
              ? study.given().stream().findFirst()
              : study.of(input.sequence());
      if (volume.isEmpty() && !input.optional()) {
        return Optional.of("it needs " + name(input.sequence()) + ", which was not given");
      }
      Optional<String> wrong = volume.flatMap(v -> outside(manifest, v));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return anyOf(manifest.scope(), study);
  }

  private static Optional<String> anyOf(Scope scope, RoutingCase study) {
    List<Sequence> needed = scope.requiresAnyOf();
    return needed.isEmpty() || needed.stream().anyMatch(s -> study.of(s).isPresent())
        ? Optional.empty()
        : Optional.of(
            "it needs at least one of "
                + String.join(", ", needed.stream().map(Sequence::label).toList()));
  }

  private static Optional<String> outside(BundleManifest manifest, GivenVolume v) {
    Scope scope = manifest.scope();
    String modality = v.modality().toUpperCase(Locale.ROOT);
    if (!UNKNOWN_MODALITIES.contains(modality)
        && !scope.modalities().isEmpty()
        && !scope.modalities().contains(modality)) {
      return Optional.of("modality " + modality + " is outside its scope");
    }
    if (v.bodyPart() != null && !v.bodyPart().isBlank() && !covers(scope, v.bodyPart())) {
      return Optional.of("body part " + v.bodyPart() + " is outside its scope");
    }
    return v.flags().stream()
        .filter(DAMAGED::contains)
        .findFirst()
        .map(f -> "the " + v.sequence().label() + " series has the warning '" + f + "'")
        .or(() -> tooCoarse(manifest.preprocess(), v));
  }

  private static boolean covers(Scope scope, String bodyPart) {
    String given = bodyPart.toUpperCase(Locale.ROOT);
    return scope.bodyParts().isEmpty()
        || scope.bodyParts().stream().anyMatch(p -> given.contains(p.toUpperCase(Locale.ROOT)));
  }

  private static Optional<String> tooCoarse(
      @org.jspecify.annotations.Nullable PreprocessSpec spec, GivenVolume v) {
    if (spec == null) {
      return Optional.empty();
    }
    double network = largest(spec.grid().spacing());
    double given = largest(v.geometry().spacing());
    return given <= COARSER * network
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the voxels of the %s series are %.1f mm long, the network learned on %.1f mm",
                v.sequence().label(),
                given,
                network));
  }

  private static double largest(Vec3 spacing) {
    return Math.max(spacing.x(), Math.max(spacing.y(), spacing.z()));
  }

  private static String name(@org.jspecify.annotations.Nullable Sequence sequence) {
    return sequence == null ? "a volume" : Objects.requireNonNull(sequence).label();
  }
}
