package io.sightline.app.eval;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What takes part in a report; the columns of the table. */
public enum Mode {
  /** The generalist alone. */
  GENERALIST("generalist alone", "none", false),
  /**
   * No sentence: what the lesion head's and the specialists' volumes in the evidence say by
   * themselves, see {@link MeasuredFindings}.
   */
  SPECIALISTS("specialists alone", "auto", false),
  /** With Mixture-of-Expert Diagnosis. */
  MOED("+ MoED", "auto", false),
  /** With Retrieval-Augmented Diagnosis. */
  RAD("+ RAD", "none", true),
  /** With both. */
  BOTH("+ MoED + RAD", "auto", true);

  private final String title;
  private final String specialists;
  private final boolean retrieval;

  Mode(String title, String specialists, boolean retrieval) {
    this.title = title;
    this.specialists = specialists;
    this.retrieval = retrieval;
  }

  String title() {
    return title;
  }

  /** Whether similar cases are looked up. */
  public boolean retrieves() {
    return retrieval;
  }

  /** Fields of {@code POST /api/reports}; modes with equal options share one report. */
  Map<String, Object> options() {
    return Map.of("specialists", specialists, "retrieval", retrieval);
  }

  /** Its name on the command line, or null when there is none of that name. */
  public static @Nullable Mode named(String word) {
    for (Mode m : values()) {
      if (m.name().toLowerCase(Locale.ROOT).equals(word)) {
        return m;
      }
    }
    return null;
  }
}
