package io.sightline.study;

import io.sightline.shared.Warning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study as stored.
 *
 * @param id StudyInstanceUID; {@code 2.25.…} for NIfTI
 * @param date study date as DICOM writes it, or null
 */
public record Study(
    String id,
    @Nullable String description,
    @Nullable String date,
    Instant receivedAt,
    List<Series> series,
    List<Warning> warnings) {
  public Study {
    series = List.copyOf(series);
    warnings = List.copyOf(warnings);
  }
}
