package io.sightline.report.claim;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The patient's side that a sentence names. */
public enum Laterality {
  LEFT,
  RIGHT,
  BILATERAL,
  MIDLINE,
  NONE;

  /** As written in JSON. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Both said together: left and right are bilateral, none adds nothing. */
  Laterality and(Laterality other) {
    if (this == NONE || this == other) {
      return other;
    }
    return other == NONE ? this : BILATERAL;
  }
}
