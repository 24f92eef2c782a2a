package io.sightline.report.verify;

import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Site;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Atlas;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.segmentation.anatomy.Place;
import io.sightline.segmentation.anatomy.Place.Source;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** How much of a location lies in a site or on a side, 0..1. */
public final class Where {
  private Where() {}

  /** Structure and atlas ids, without side, that the anatomy of a case can tell. */
  public static Set<String> places(AnatomyContext anatomy) {
    Set<String> out = new HashSet<>();
    anatomy.structures().forEach(s -> out.add(s.unsidedId()));
    Atlas atlas = anatomy.atlas().atlas();
    if (atlas != null) {
      atlas.labels().forEach(l -> out.add(l.id().replaceFirst("^(left|right)-", "")));
    }
    return out;
  }

  /** The greater of what the atlas and what the case's own structures say. */
  public static double fractionIn(Location location, Site site) {
    if (site.structures().contains("*")) {
      return 1;
    }
    return Math.max(sum(location, site, Source.ATLAS), sum(location, site, Source.STRUCTURE));
  }

  static double fractionOn(Location location, Laterality side) {
    return switch (side) {
      case LEFT -> location.left();
      case RIGHT -> location.right();
      case MIDLINE -> Math.max(0, 1 - location.left() - location.right());
      case BILATERAL, NONE -> 1;
    };
  }

  private static double sum(Location location, Site site, Source source) {
    return location.places().stream()
        .filter(p -> p.source() == source && site.covers(p.id()))
        .mapToDouble(Place::fraction)
        .sum();
  }

  /** In words: {@code left frontal lobe (82 %)}. */
  static String mainly(Location location) {
    return location
        .mainRegion()
        .or(() -> location.places().stream().findFirst())
        .map(p -> String.format(Locale.ROOT, "%s (%.0f %%)", p.name(), 100 * p.fraction()))
        .orElse("no known place");
  }
}
