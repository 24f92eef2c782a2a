package io.sightline.segmentation.anatomy;

import io.sightline.bundle.LabelSpec;
import io.sightline.segmentation.anatomy.Place.Source;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts, point by point, on which side and in which places something lies. One use only. */
final class Localiser {
  private static final double NEAR_PLANE_MM = 10;

  private final LabelMap structures;
  private final Map<Integer, LabelSpec> labels;
  private final AtlasAlignment atlas;
  private final @Nullable MidPlane plane;
  private final int[] regionCount = new int[256];
  private final int[] structureCount = new int[256];
  private int left;
  private int right;
  private int near;
  private int total;

  Localiser(
      LabelMap structures,
      Map<Integer, LabelSpec> labels,
      AtlasAlignment atlas,
      Optional<MidPlane> plane) {
    this.structures = structures;
    this.labels = labels;
    this.atlas = atlas;
    this.plane = plane.orElse(null);
  }

  void add(Vec3 lps) {
    total++;
    if (plane != null) {
      double mm = plane.leftOf(lps);
      left += mm > SideRule.BAND_MM ? 1 : 0;
      right += mm < -SideRule.BAND_MM ? 1 : 0;
      near += Math.abs(mm) <= NEAR_PLANE_MM ? 1 : 0;
    }
    regionCount[atlas.valueAt(lps)]++;
    structureCount[NearestLabel.at(structures, lps)]++;
  }

  Location result() {
    if (total == 0) {
      return Location.UNKNOWN;
    }
    double n = total;
    Side side = plane == null ? Side.UNKNOWN : SideRule.of(left / n, right / n, near / n);
    return new Location(side, left / n, right / n, places());
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int value = 1; value < 256; value++) {
      int inRegion = regionCount[value];
      int inStructure = structureCount[value];
      if (inRegion > 0 && atlas.atlas() != null) {
        atlas
            .atlas()
            .label(value)
            .map(l -> place(l.id(), l.name(), l.side(), inRegion, Source.ATLAS))
            .ifPresent(places::add);
      }
      LabelSpec l = inStructure > 0 ? labels.get(value) : null;
      if (l != null) {
        places.add(place(l.id(), l.name(), Side.ofId(l.id()), inStructure, Source.STRUCTURE));
      }
    }
    places.sort(Comparator.comparingDouble(Place::fraction).reversed().thenComparing(Place::id));
    return places;
  }

  private Place place(String id, String name, Side side, int count, Source source) {
    return new Place(id, StructureMeasure.unsided(id), name, side, count / (double) total, source);
  }
}
