package io.sightline.specialist;

import io.sightline.shared.Warning;
import org.jspecify.annotations.Nullable;

/**
 * How a specialist's run ended.
 *
 * @param specialist the bundle's id
 * @param result null when it failed
 * @param warning why it failed: {@code specialist_timeout}, {@code specialist_unavailable}, {@code
 *     specialist_out_of_scope} or {@code specialist_failed}; null when it did not
 * @param millis that it took
 */
public record SpecialistOutcome(
    String specialist, @Nullable SpecialistResult result, @Nullable Warning warning, long millis) {
  public SpecialistOutcome {
    if ((result == null) == (warning == null)) {
      throw new IllegalArgumentException("an outcome has either a result or a warning");
    }
  }
}
