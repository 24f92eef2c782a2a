package io.sightline.segmentation.anatomy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The patient's side. */
public enum Side {
  @JsonProperty("left")
  LEFT,
  @JsonProperty("right")
  RIGHT,
  /** A substantial part on either side. */
  @JsonProperty("bilateral")
  BILATERAL,
  /** Across or on the mid-sagittal plane. */
  @JsonProperty("midline")
  MIDLINE,
  /** Nothing tells left from right, for example because no paired structure was found. */
  @JsonProperty("unknown")
  UNKNOWN;

  /** Side that an id names by its first word: {@code left-thalamus}; midline when it names none. */
  public static Side ofId(String id) {
    return id.startsWith("left-") ? LEFT : id.startsWith("right-") ? RIGHT : MIDLINE;
  }

  /** The word in JSON and in sentences. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
