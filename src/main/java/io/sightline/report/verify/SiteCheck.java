package io.sightline.report.verify;

import static io.sightline.report.verify.Judgement.contradicted;
import static io.sightline.report.verify.Judgement.notCheckable;
import static io.sightline.report.verify.Judgement.supported;
import static io.sightline.report.verify.Judgement.unsupported;

import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Site;
import java.util.List;
import java.util.function.Consumer;

/**
 * The site that is said, against the anatomy under the voxels. A fifth of a spot inside supports
 * it; less than a twentieth contradicts it.
 */
final class SiteCheck implements ClaimCheck {
  static final double INSIDE = 0.2;
  static final double OUTSIDE = 0.05;

  @Override
  public void check(Case c, Consumer<Judgement> out) {
    Site site = c.site();
    boolean relation = c.finding().extent() == Extent.RELATION && c.linked().isEmpty();
    boolean absent = c.claim().presence() == Presence.ABSENT && c.linked().isEmpty();
    if (site != null && !relation && !absent && !c.spots().isEmpty()) {
      out.accept(judge(c, site, c.spots()));
    }
  }

  private static Judgement judge(Case c, Site site, List<Spot> spots) {
    if (!known(c, site)) {
      return notCheckable("The anatomy of this bundle does not outline the %s.", site.name());
    }
    Spot best = spots.getFirst();
    double most = -1;
    for (Spot s : spots) {
      double f = s.place() ? sum(c, s) : Where.fractionIn(s.location(), site);
      if (f > most) {
        most = f;
        best = s;
      }
    }
    String where = best.place() ? names(c) : site.name();
    if (most >= INSIDE) {
      return supported(
          "The site fits: %.0f %% of %s lies in the %s.", 100 * most, best.name(), where);
    }
    if (c.finding().extent() == Extent.BESIDE) {
      return notCheckable(
          "%s lies beside the brain; the %s is its neighbour, which no mask outlines.",
          best.name(), where);
    }
    String figures = "%.0f %% of %s lies in the %s; most of it lies in %s.";
    Object[] values = {100 * most, best.name(), where, Where.mainly(best.location())};
    return most < OUTSIDE
        ? contradicted("The site is wrong: " + figures, values)
        : unsupported("The site fits poorly: " + figures, values);
  }

  private static String names(Case c) {
    return String.join(" and ", c.places().stream().map(Site::name).toList());
  }

  /** A region that shows places shows all that the sentence names. */
  private static double sum(Case c, Spot s) {
    return Math.min(
        1, c.places().stream().mapToDouble(p -> Where.fractionIn(s.location(), p)).sum());
  }

  private static boolean known(Case c, Site site) {
    return site.structures().contains("*")
        || site.structures().stream().anyMatch(c.facts().knownPlaces()::contains);
  }
}
