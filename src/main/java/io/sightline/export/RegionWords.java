package io.sightline.export;

import io.sightline.report.document.Region;
import java.util.Locale;

/** A region in one line. */
final class RegionWords {
  private RegionWords() {}

  /** For example {@code r1 mass: 14.1 mL, 30 mm, left; left frontal lobe 82 %; score 0.91}. */
  static String line(Region r) {
    return r.id() + " " + r.label() + ": " + measures(r);
  }

  static String measures(Region r) {
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%.1f mL, %.0f mm, %s",
                r.volumeMl(),
                r.maxDiameterMm(),
                r.side().equals("unknown") ? "side unknown" : r.side()));
    if (!r.places().isEmpty()) {
      out.append("; ").append(String.join(", ", r.places()));
    }
    return out.append(String.format(Locale.ROOT, "; score %.2f by %s", r.score(), r.source()))
        .toString();
  }
}
