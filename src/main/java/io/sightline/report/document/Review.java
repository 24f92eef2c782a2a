package io.sightline.report.document;

import org.jspecify.annotations.Nullable;

/** What a person did to a sentence. */
public record Review(
    String action, @Nullable String text, @Nullable String by, @Nullable String at) {
  public static final Review PENDING = new Review("pending", null, null, null);
}
