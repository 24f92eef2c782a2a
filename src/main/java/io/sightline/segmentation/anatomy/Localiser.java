package io.sightline.segmentation.anatomy;

import io.sightline.bundle.LabelSpec;
import io.sightline.segmentation.anatomy.Place.Source;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.Comparator;
import java.util.HashMap;
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
  private final Map<AtlasLabel, Integer> regions = new HashMap<>();
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
    atlas.at(lps).ifPresent(l -> regions.merge(l, 1, Integer::sum));
    structureCount[structureAt(lps)]++;
  }

  private int structureAt(Vec3 lps) {
    VolumeGeometry g = structures.geometry();
    Vec3 index = g.toIndex(lps);
    int i = (int) Math.rint(index.x());
    int j = (int) Math.rint(index.y());
    int k = (int) Math.rint(index.z());
    boolean inside = i >= 0 && j >= 0 && k >= 0 && i < g.nx() && j < g.ny() && k < g.nz();
    return inside ? structures.at(i, j, k) : 0;
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
    List<Place> places = new java.util.ArrayList<>();
    regions.forEach(
        (l, count) -> places.add(place(l.id(), l.name(), l.side(), count, Source.ATLAS)));
    labels.forEach(
        (index, l) -> {
          if (index > 0 && structureCount[index] > 0) {
            places.add(
                place(
                    l.id(), l.name(), Side.ofId(l.id()), structureCount[index], Source.STRUCTURE));
          }
        });
    places.sort(Comparator.comparingDouble(Place::fraction).reversed().thenComparing(Place::id));
    return places;
  }

  private Place place(String id, String name, Side side, int count, Source source) {
    return new Place(id, StructureMeasure.unsided(id), name, side, count / (double) total, source);
  }
}
