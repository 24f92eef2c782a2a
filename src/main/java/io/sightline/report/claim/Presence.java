package io.sightline.report.claim;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a sentence says that a finding is there. */
public enum Presence {
  PRESENT,
  ABSENT,
  UNCERTAIN;

  /** As written in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
