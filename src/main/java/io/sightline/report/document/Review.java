package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * What a person did to a sentence.
 *
 * @param action {@code pending}, {@code accept}, {@code edit} or {@code reject}
 * @param text the reader's words; set when the action is edit
 * @param by who the client said it was
 * @param at UTC, ISO 8601
 * @param note the reader's remark on the change
 */
public record Review(
    String action,
    @Nullable String text,
    @Nullable String by,
    @Nullable String at,
    @Nullable String note) {
  public static final Review PENDING = new Review("pending", null, null, null, null);

  @JsonIgnore
  public boolean isPending() {
    return action.equals("pending");
  }

  @JsonIgnore
  public boolean isRejected() {
    return action.equals("reject");
  }
}
