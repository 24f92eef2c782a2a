package io.sightline.segmentation.anatomy;

import java.util.List;
import java.util.Optional;

/**
 * Where a mask lies.
 *
 * @param left fraction of its voxels on the patient's left, 0..1; midline voxels are neither
 * @param right fraction on the right
 * @param places by falling fraction, atlas regions and structures mixed; empty outside the brain
 */
public record Location(Side side, double left, double right, List<Place> places) {
  public static final Location UNKNOWN = new Location(Side.UNKNOWN, 0, 0, List.of());

  public Location {
    places = List.copyOf(places);
  }

  /** Overlap with a site of the lexicon, both sides together, the greater of the two sources. */
  public double fractionIn(String site) {
    double atlas = 0;
    double structure = 0;
    for (Place p : places) {
      if (p.site().equals(site)) {
        atlas += p.source() == Place.Source.ATLAS ? p.fraction() : 0;
        structure += p.source() == Place.Source.STRUCTURE ? p.fraction() : 0;
      }
    }
    return Math.max(atlas, structure);
  }

  /** The atlas region that holds most of it. */
  public Optional<Place> mainRegion() {
    return places.stream().filter(p -> p.source() == Place.Source.ATLAS).findFirst();
  }
}
