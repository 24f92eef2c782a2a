package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a report stands; nothing changes one that is {@code signed}. */
public enum ReportStatus {
  QUEUED,
  RUNNING,
  DRAFT,
  REFUSED,
  FAILED,
  CANCELLED,
  SIGNED;

  /** As written in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether no job works on it any more. */
  public boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }
}
