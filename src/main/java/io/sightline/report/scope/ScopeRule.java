package io.sightline.report.scope;

import io.sightline.bundle.Scope;
import io.sightline.study.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a volume is of the kind that a bundle's declared scope covers. */
record ScopeRule(Scope scope) {
  /** Fewer slices than this, or less of the body, is a scout and no volume. */
  private static final int MIN_VOXELS = 8;

  private static final double MIN_EXTENT_MM = 60;
  private static final Set<String> UNKNOWN_MODALITIES = Set.of("", "OT");

  /** Why a series cannot be used at all, or empty. */
  Optional<String> outside(Series series) {
    String modality = series.modality().toUpperCase(Locale.ROOT);
    if (!UNKNOWN_MODALITIES.contains(modality)
        && !scope.modalities().isEmpty()
        && !scope.modalities().contains(modality)) {
      return Optional.of(
          "modality %s is outside the bundle's scope (%s)"
              .formatted(modality, String.join(", ", scope.modalities())));
    }
    String part = series.bodyPart();
    if (part != null && !part.isBlank() && !covers(part)) {
      return Optional.of(
          "body part %s is outside the bundle's scope (%s)"
              .formatted(part, String.join(", ", scope.bodyParts())));
    }
    return series.volumes().isEmpty()
        ? Optional.of("no volume could be assembled from it (a scout or a document)")
        : Optional.empty();
  }

  /** Why a volume is too small, or empty. */
  Optional<String> tooSmall(Candidate c) {
    var g = c.volume().geometry();
    if (Math.min(g.nx(), Math.min(g.ny(), g.nz())) < MIN_VOXELS) {
      return Optional.of(
          "it has %d x %d x %d voxels: a scout or a few slices, no volume"
              .formatted(g.nx(), g.ny(), g.nz()));
    }
    return c.thinnest() < MIN_EXTENT_MM
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "it covers only %.0f mm along its shortest edge; %.0f mm are needed",
                c.thinnest(),
                MIN_EXTENT_MM))
        : Optional.empty();
  }

  private boolean covers(String bodyPart) {
    List<String> parts = scope.bodyParts();
    String given = bodyPart.toUpperCase(Locale.ROOT);
    return parts.isEmpty()
        || parts.stream().anyMatch(p -> given.contains(p.toUpperCase(Locale.ROOT)));
  }
}
