package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * Whether the evidence supports the words.
 *
 * @param reasons in words, with figures
 */
public record Verdict(Status status, List<String> reasons) {
  public static final Verdict PENDING =
      new Verdict(Status.NOT_CHECKABLE, List.of("Not checked yet."));

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** Ordered from weakest to strongest: the strongest judgement on a sentence wins. */
  public enum Status {
    NOT_CHECKABLE,
    SUPPORTED,
    UNSUPPORTED,
    CONTRADICTED;

    /** As written in JSON. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
