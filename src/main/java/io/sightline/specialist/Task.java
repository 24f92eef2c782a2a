package io.sightline.specialist;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a specialist gives; the manifest's {@code task} in lower case. */
public enum Task {
  /** A mask per label. */
  SEGMENT,
  /** A probability per label, for the study as a whole. */
  CLASSIFY,
  /** Scored boxes. */
  DETECT,
  /** One vector. */
  EMBED;

  /** Empty for a task that no adapter runs, for example {@code register}. */
  public static Optional<Task> of(String manifest) {
    return Arrays.stream(values())
        .filter(t -> t.word().equals(manifest.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
