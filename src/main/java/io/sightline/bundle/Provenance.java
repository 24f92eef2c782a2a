package io.sightline.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the weights come from.
 *
 * @param date of training, ISO 8601
 * @param takenFrom id of the bundle that these weights are a part of: the two are one voice
 */
public record Provenance(
    @Nullable String trainedWith,
    List<Source> data,
    @Nullable String date,
    @Nullable Long seed,
    @Nullable String takenFrom) {
  public Provenance {
    data = Defaults.list(data);
  }

  /** Data that shaped the weights. */
  public record Source(String name, @Nullable String licence, @Nullable String citation) {}
}
