package io.sightline.report;

import io.sightline.report.document.Report;
import io.sightline.report.ground.FoundRegion;
import java.util.List;

/** A finished report with the masks that its JSON only names. */
record ReportOutcome(Report report, List<FoundRegion> regions) {
  ReportOutcome {
    regions = List.copyOf(regions);
  }
}
