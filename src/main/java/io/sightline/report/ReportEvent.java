package io.sightline.report;

/**
 * One event of a report's stream.
 *
 * @param number grows within a report, also over restarts: the SSE {@code id}
 * @param type {@code restart}, {@code stage}, {@code sentence}, {@code region}, {@code verdict},
 *     {@code done} or {@code failed}
 * @param data JSON
 */
public record ReportEvent(long number, String type, String data) {

  /** Whether nothing follows. */
  public boolean isLast() {
    return type.equals("done") || type.equals("failed");
  }
}
