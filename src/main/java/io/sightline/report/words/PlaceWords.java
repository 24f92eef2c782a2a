package io.sightline.report.words;

import io.sightline.segmentation.anatomy.Location;
import io.sightline.segmentation.anatomy.Place;
import io.sightline.segmentation.anatomy.Place.Source;
import java.util.List;
import java.util.Locale;

/** Places in words. */
public final class PlaceWords {
  private static final double LEAST = 0.05;
  private static final int MOST = 3;

  private PlaceWords() {}

  /** {@code the left thalamus}; empty outside everything that is recognised. */
  public static String ofPoint(Location location) {
    String region = first(location, Source.ATLAS);
    String structure = first(location, Source.STRUCTURE);
    if (region.isEmpty() || region.equals(structure)) {
      return structure.isEmpty() ? "" : "the " + structure;
    }
    return structure.isEmpty() ? "the " + region : "the " + region + " (" + structure + ")";
  }

  /** {@code the left frontal lobe (82 %) and the left insula (12 %)}; empty when nowhere. */
  public static String ofBox(Location location) {
    Source source = first(location, Source.ATLAS).isEmpty() ? Source.STRUCTURE : Source.ATLAS;
    List<String> places =
        location.places().stream()
            .filter(p -> p.source() == source && p.fraction() >= LEAST)
            .limit(MOST)
            .map(p -> String.format(Locale.ROOT, "the %s (%.0f %%)", p.name(), 100 * p.fraction()))
            .toList();
    return join(places);
  }

  /** {@code a, b and c}. */
  public static String join(List<String> parts) {
    if (parts.size() < 2) {
      return String.join("", parts);
    }
    return String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }

  private static String first(Location location, Source source) {
    return location.places().stream()
        .filter(p -> p.source() == source)
        .findFirst()
        .map(Place::name)
        .orElse("");
  }
}
