package io.sightline.report;

import io.sightline.report.document.Report;

/**
 * A report as the database holds it.
 *
 * @param version counts its changes
 */
public record StoredReport(Report report, long version) {

  /** A strong HTTP entity tag. */
  public String etag() {
    return "\"" + report.id() + "-" + version + "\"";
  }
}
