package io.sightline.report.ground;

import io.sightline.report.document.KeySlice;
import io.sightline.report.document.Region;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.scope.ChosenInput;
import io.sightline.segmentation.MaskCleaner;
import io.sightline.segmentation.Overlap;
import io.sightline.segmentation.RegionMeasurement;
import io.sightline.segmentation.RegionMeasurer;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.segmentation.anatomy.Place;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The regions of one report. A mask that is nearly one that is there already becomes a second link
 * to it, not a second region. Not thread-safe.
 */
final class RegionBook {
  /** More than this is a model that does not stop. */
  static final int MOST_REGIONS = 64;

  private static final double SAME = 0.85;

  /** The same finding said again, in the impression for example, needs to overlap less. */
  private static final double AGAIN = 0.4;

  private static final int PLACES = 4;

  private final String route;
  private final Grid grid;
  private final AnatomyContext anatomy;
  private final double minMl;
  private final List<FoundRegion> regions = new ArrayList<>();

  /**
   * @param route of what the regions belong to, for example {@code /api/reports/…}
   */
  RegionBook(String route, Grid grid, AnatomyContext anatomy, double minMl) {
    this.route = route;
    this.grid = grid;
    this.anatomy = anatomy;
    this.minMl = minMl;
  }

  List<FoundRegion> regions() {
    return List.copyOf(regions);
  }

  /** The region for a mask, new or known; empty when nothing of it lies in the source grid. */
  Optional<FoundRegion> add(Subject subject, MaskOffer offer) {
    Mask onModel = offer.onModelGrid();
    Optional<FoundRegion> known =
        regions.stream().filter(r -> same(r, subject.finding(), onModel)).findFirst();
    if (known.isPresent() || regions.size() >= MOST_REGIONS) {
      return known;
    }
    ChosenInput input = grid.of(subject.finding());
    Supplier<Mask> makeMask =
        () -> withoutSpecks(GridMapper.mask(offer.logits(), Grid.geometry(input), 0));
    Mask mask = makeMask.get();
    if (mask.isEmpty()) {
      return Optional.empty();
    }
    Location location = anatomy.locate(mask);
    Region region = region(subject, offer, input, mask, location);
    FoundRegion found = new FoundRegion(region, subject.finding(), makeMask, onModel, location);
    regions.add(found);
    return Optional.of(found);
  }

  /** Whether a finding of this kind was pointed at before. */
  boolean shows(Finding finding) {
    return largest(finding).isPresent();
  }

  /** The largest region of this kind of finding so far. */
  Optional<FoundRegion> largest(Finding finding) {
    return regions.stream()
        .filter(r -> r.finding() != null && related(r.finding(), finding))
        .max(Comparator.comparingDouble(r -> r.region().volumeMl()));
  }

  private static boolean same(FoundRegion known, @Nullable Finding finding, Mask mask) {
    Finding shown = known.finding();
    if ((shown == null) != (finding == null)) {
      return false;
    }
    boolean again = shown != null && finding != null && related(shown, finding);
    return Overlap.of(known.onModelGrid(), mask).iou() >= (again ? AGAIN : SAME);
  }

  /** Two names of one thing: one is a kind of the other, and the same class of a head sees both. */
  private static boolean related(Finding a, Finding b) {
    return (a.isA(b.id()) || b.isA(a.id()))
        && a.heads().stream().limit(1).toList().equals(b.heads().stream().limit(1).toList());
  }

  private Mask withoutSpecks(Mask mask) {
    Mask clean = MaskCleaner.dropBelow(mask, minMl);
    return clean.isEmpty() ? mask : clean;
  }

  private Region region(
      Subject subject, MaskOffer offer, ChosenInput input, Mask mask, Location location) {
    String id = "r" + (regions.size() + 1);
    RegionMeasurement m = RegionMeasurer.measure(mask);
    return new Region(
        id,
        subject.label(),
        subject.code(),
        subject.finding() == null ? null : subject.finding().id(),
        input.series().uid(),
        input.volume().index(),
        round(offer.score(), 1000),
        offer.source(),
        round(m.volumeMl(), 1000),
        round(m.maxDiameterMm(), 100),
        m.components(),
        list(m.centroid()),
        List.of(list(m.boxMin()), list(m.boxMax())),
        location.side().label(),
        places(location),
        subject.colour(),
        new KeySlice(sopInstance(input, m.keySlice()), m.keySlice()),
        route + "/regions/" + id + "/mask");
  }

  private static @Nullable String sopInstance(ChosenInput input, int k) {
    List<String> uids = input.volume().sopInstanceUids();
    return uids.size() > k ? uids.get(k) : uids.isEmpty() ? null : uids.getFirst();
  }

  private static List<String> places(Location location) {
    return location.places().stream()
        .filter(p -> p.source() == Place.Source.ATLAS && p.fraction() >= 0.05)
        .limit(PLACES)
        .map(p -> String.format(Locale.ROOT, "%s %.0f %%", p.name(), 100 * p.fraction()))
        .toList();
  }

  static Mask inside(Volume logits) {
    byte[] inside = new byte[logits.voxels().length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) (logits.voxels()[n] > 0 ? 1 : 0);
    }
    return new Mask(logits.geometry(), inside);
  }

  private static List<Double> list(Vec3 v) {
    return List.of(round(v.x(), 100), round(v.y(), 100), round(v.z(), 100));
  }

  private static double round(double v, double parts) {
    return Math.round(v * parts) / parts;
  }
}
