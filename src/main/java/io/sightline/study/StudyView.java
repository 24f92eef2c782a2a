package io.sightline.study;

import io.sightline.shared.Warning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A study as JSON. */
record StudyView(
    String id,
    @Nullable String description,
    @Nullable String date,
    Instant receivedAt,
    List<SeriesView> series,
    List<Warning> warnings) {

  static StudyView of(Study study) {
    return new StudyView(
        study.id(),
        study.description(),
        study.date(),
        study.receivedAt(),
        study.series().stream().map(series -> SeriesView.of(study.id(), series)).toList(),
        study.warnings());
  }
}
