package io.sightline.report.track;

import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import io.sightline.report.verify.Where;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult.DetectedBox;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sides and sites of what specialists found, in the words that claims use. */
final class Places {
  /** Less of a mask in a site is not in it; as the verdict on a site has it. */
  private static final double IN = 0.05;

  private final AnatomyContext anatomy;
  private final List<Site> sites;

  Places(AnatomyContext anatomy, Lexicon lexicon) {
    this.anatomy = anatomy;
    Set<String> told = Where.places(anatomy);
    this.sites =
        lexicon.sites().stream()
            .filter(s -> s.structures().stream().anyMatch(told::contains))
            .toList();
  }

  /** Shares of what was found; see {@link Statement}. */
  record Shares(double left, double right, Map<String, Double> sites, List<String> notIn) {
    static final Shares UNKNOWN = new Shares(0, 0, Map.of(), List.of());
  }

  /** Of a finding that is a relation of places nothing is said: it has no mask of its own. */
  Shares ofMasks(Finding f, List<SegmentedLabel> labels) {
    if (f.extent() == Extent.RELATION) {
      return Shares.UNKNOWN;
    }
    Mask first = labels.getFirst().mask();
    byte[] inside = first.inside().clone();
    for (SegmentedLabel label : labels.subList(1, labels.size())) {
      byte[] other = label.mask().inside();
      for (int n = 0; n < inside.length; n++) {
        inside[n] |= other[n];
      }
    }
    return where(f, anatomy.locate(new Mask(first.geometry(), inside)));
  }

  /** By the middle of each box. */
  Shares ofBoxes(Finding f, List<DetectedBox> boxes) {
    if (f.extent() == Extent.RELATION) {
      return Shares.UNKNOWN;
    }
    List<Vec3> middles = boxes.stream().map(b -> b.min().plus(b.max()).times(0.5)).toList();
    return where(f, anatomy.locate(middles));
  }

  private Shares where(Finding f, Location location) {
    Map<String, Double> in = new TreeMap<>();
    List<String> notIn = new ArrayList<>();
    // a site is only the neighbour of what lies beside the brain
    for (Site site : f.extent() == Extent.BESIDE ? List.<Site>of() : sites) {
      double share = Where.fractionIn(location, site);
      if (share < IN) {
        notIn.add(site.name());
      } else {
        in.put(site.name(), round(share));
      }
    }
    return new Shares(round(location.left()), round(location.right()), in, notIn);
  }

  static double round(double v) {
    return Math.round(v * 100) / 100.0;
  }
}
