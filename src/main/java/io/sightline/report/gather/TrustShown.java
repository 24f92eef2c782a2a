package io.sightline.report.gather;

import io.sightline.report.document.RouteTrust;
import io.sightline.routing.RouteChoice;
import io.sightline.routing.trust.SpecialistTrust;
import io.sightline.routing.trust.Trust;
import io.sightline.routing.trust.TrustTable;
import java.util.List;

/** The trust of a plan as a report's route shows it, rounded to thousandths. */
final class TrustShown {
  private TrustShown() {}

  static List<RouteTrust> of(TrustTable table, RouteChoice choice) {
    return table.of(choice.bundle(), choice.sha256()).map(SpecialistTrust::findings).stream()
        .flatMap(List::stream)
        .map(TrustShown::of)
        .toList();
  }

  private static RouteTrust of(Trust t) {
    return new RouteTrust(
        t.finding(),
        round(t.value()),
        !t.distrusted(),
        round(t.prior().mean()),
        t.prior().source().word(),
        t.basis().word(),
        t.agreed(),
        t.disagreed(),
        round(t.weight()));
  }

  private static double round(double v) {
    return Math.round(v * 1000) / 1000.0;
  }
}
