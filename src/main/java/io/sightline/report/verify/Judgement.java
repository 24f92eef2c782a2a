package io.sightline.report.verify;

import io.sightline.report.document.Verdict.Status;
import java.util.Locale;

/**
 * What one check says of one claim or number.
 *
 * @param reason one sentence, with figures
 */
record Judgement(Status status, String reason) {

  static Judgement supported(String reason, Object... values) {
    return of(Status.SUPPORTED, reason, values);
  }

  static Judgement contradicted(String reason, Object... values) {
    return of(Status.CONTRADICTED, reason, values);
  }

  static Judgement unsupported(String reason, Object... values) {
    return of(Status.UNSUPPORTED, reason, values);
  }

  static Judgement notCheckable(String reason, Object... values) {
    return of(Status.NOT_CHECKABLE, reason, values);
  }

  static Judgement of(Status status, String reason, Object... values) {
    return new Judgement(status, String.format(Locale.ROOT, reason, values));
  }
}
