package io.sightline.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the weights come from.
 *
 * @param date of training, ISO 8601
 */
public record Provenance(
    @Nullable String trainedWith, List<Source> data, @Nullable String date, @Nullable Long seed) {
  public Provenance {
    data = Defaults.list(data);
  }

  /** Data that shaped the weights. */
  public record Source(String name, @Nullable String licence, @Nullable String citation) {}
}
