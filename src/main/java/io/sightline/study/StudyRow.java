package io.sightline.study;

import io.sightline.dicom.StudyAttributes;
import io.sightline.shared.Warning;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A study without its series, as it is written to the database. */
record StudyRow(
    String id,
    @Nullable String description,
    @Nullable String date,
    @Nullable String patientHash,
    Instant receivedAt,
    List<Warning> warnings) {
  StudyRow {
    warnings = List.copyOf(warnings);
  }

  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int LONGEST_DATE = 16;

  static StudyRow of(StudyAttributes study) {
    return new StudyRow(
        study.uid(),
        cut(study.description(), LONGEST_DESCRIPTION),
        cut(study.date(), LONGEST_DATE),
        study.patientHash(),
        StudyCommit.now(),
        List.of());
  }

  static StudyRow ofNifti(String id) {
    return new StudyRow(id, null, null, null, StudyCommit.now(), List.of());
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  /** The same study with one more warning, once. */
  StudyRow with(Warning warning) {
    List<Warning> all = Stream.concat(warnings.stream(), Stream.of(warning)).distinct().toList();
    return new StudyRow(id, description, date, patientHash, receivedAt, all);
  }

  Study with(List<Series> series) {
    return new Study(id, description, date, receivedAt, series, warnings);
  }
}
