package io.sightline.specialist;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.Quality;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads {@code dice-<label>} and {@code dice-mean} out of a manifest's {@code quality}. */
public final class MeasuredQuality {
  private static final String DICE = "dice-";

  private MeasuredQuality() {}

  /** Null when it was not measured; the worst where it was measured on several data sets. */
  public static @Nullable Double dice(BundleManifest manifest, String label) {
    OptionalDouble worst =
        manifest.quality().stream()
            .filter(q -> q.measure().equals(DICE + label))
            .mapToDouble(Quality::value)
            .min();
    return worst.isPresent() ? worst.getAsDouble() : null;
  }

  /** {@code dice-mean}, else the mean over all labels that were measured; empty when none was. */
  public static OptionalDouble meanDice(BundleManifest manifest) {
    Double mean = dice(manifest, "mean");
    if (mean != null) {
      return OptionalDouble.of(mean);
    }
    return manifest.quality().stream()
        .filter(q -> q.measure().startsWith(DICE))
        .mapToDouble(Quality::value)
        .average();
  }
}
