package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.contradicted;
import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Measurement;
import io.sightline.report.claim.Reading;
import io.sightline.report.claim.StatedMeasure;
import io.sightline.report.ground.FoundRegion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every number of a sentence against the measured masks of its regions. A diameter may differ by 10
 * % or 2 mm, a volume by 10 % or 0.5 mL, whichever is more: the resolution of the model grid.
 */
final class NumberCheck {
  static final double RELATIVE = 0.1;
  static final double DIAMETER_MM = 2;
  static final double VOLUME_ML = 0.5;

  /** A number by itself: not part of a word such as T2, nor of a larger number. */
  private static final Pattern BARE =
      Pattern.compile("(?<![\\p{L}\\d.,])\\d+(?:[.,]\\d+)?(?![\\p{L}\\d]|[.,]\\d)");

  private NumberCheck() {}

  static void check(
      String text, Reading reading, List<FoundRegion> linked, Consumer<Judgement> out) {
    reading.measures().forEach(m -> out.accept(judge(m.measurement(), linked)));
    Matcher m = BARE.matcher(text);
    while (m.find()) {
      int at = m.start();
      if (reading.measures().stream().noneMatch(s -> covers(s, at))) {
        out.accept(
            notCheckable("The number %s has no unit that a mask could be measured in.", m.group()));
      }
    }
  }

  private static boolean covers(StatedMeasure s, int at) {
    return s.start() <= at && at < s.end();
  }

  private static Judgement judge(Measurement stated, List<FoundRegion> linked) {
    boolean diameter = stated.quantity().equals("max-diameter");
    if (!diameter && !stated.quantity().equals("volume")) {
      return notCheckable(
          "%.1f %s is no diameter or volume of a region.", stated.value(), stated.unit());
    }
    Optional<FoundRegion> nearest =
        linked.stream()
            .min(Comparator.comparingDouble(r -> Math.abs(measured(r, diameter) - stated.value())));
    if (nearest.isEmpty()) {
      return unsupported(
          "%.1f %s is stated and there is no region to measure.", stated.value(), stated.unit());
    }
    return compare(stated, nearest.get(), diameter);
  }

  private static Judgement compare(Measurement stated, FoundRegion region, boolean diameter) {
    double measured = measured(region, diameter);
    double tolerance = Math.max(RELATIVE * measured, diameter ? DIAMETER_MM : VOLUME_ML);
    Object[] figures = {
      stated.value(), stated.unit(), region.id(), measured, stated.unit(), tolerance
    };
    return Math.abs(stated.value() - measured) <= tolerance
        ? supported("%.1f %s agrees with region %s: %.1f %s (within %.1f).", figures)
        : contradicted("%.1f %s disagrees with region %s: %.1f %s (more than %.1f off).", figures);
  }

  private static double measured(FoundRegion r, boolean diameter) {
    return diameter ? r.region().maxDiameterMm() : r.region().volumeMl();
  }
}
