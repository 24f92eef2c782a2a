package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Contribution;
import io.sightline.report.document.InputRef;
import io.sightline.report.scope.ChosenInput;
import io.sightline.vision.Encoding;
import java.util.List;
import java.util.Map;

/** Parts of a report's document, from what the run knows. */
final class ReportParts {
  private ReportParts() {}

  static InputRef input(ChosenInput i) {
    var guess = i.volume().guess();
    return new InputRef(
        i.series().uid(),
        i.volume().index(),
        i.slot().label(),
        guess.confidence(),
        guess.evidence(),
        i.reason());
  }

  static List<Contribution> contributions(Encoding encoding) {
    return encoding.contributions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new Contribution(e.getKey().label(), Math.round(e.getValue() * 1000) / 1000.0))
        .toList();
  }

  static BundleRef bundle(Bundle bundle, String prompt) {
    return new BundleRef(
        bundle.manifest().id(), bundle.manifest().version(), bundle.sha256(), prompt);
  }
}
