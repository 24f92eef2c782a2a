package io.sightline.report.ground;

import io.sightline.report.claim.Laterality;
import io.sightline.report.lexicon.Site;
import io.sightline.segmentation.anatomy.MidPlane;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Offers the masks of segmentation specialists for what a sentence says of anatomy: the place that
 * it names, or the structures that its finding is about. A side that a specialist does not tell
 * apart is cut at the mid-sagittal plane. Not thread-safe.
 */
final class AnatomyOffers {
  private static final float INSIDE = 6;

  private final Map<String, Segmentation> found;
  private final Optional<MidPlane> plane;
  private final VolumeGeometry model;

  AnatomyOffers(Map<String, Segmentation> found, Optional<MidPlane> plane, VolumeGeometry model) {
    this.found = found;
    this.plane = plane;
    this.model = model;
  }

  /** The best-scored; empty when no specialist knows the place as a whole. */
  Optional<MaskOffer> offer(Subject subject) {
    Set<String> wanted = wanted(subject);
    return wanted.isEmpty()
        ? Optional.empty()
        : found.entrySet().stream()
            .flatMap(e -> offer(e.getKey(), e.getValue(), wanted, subject).stream())
            .max(Comparator.comparingDouble(MaskOffer::score));
  }

  /** Structure ids without side. */
  private static Set<String> wanted(Subject subject) {
    if (subject.finding() != null) {
      return Set.copyOf(subject.finding().structures());
    }
    Site site = subject.site();
    return site == null || site.structures().contains("*")
        ? Set.of()
        : Set.copyOf(site.structures());
  }

  private Optional<MaskOffer> offer(
      String specialist, Segmentation segmentation, Set<String> wanted, Subject subject) {
    List<SegmentedLabel> parts = new ArrayList<>();
    Set<String> missing = new HashSet<>(wanted);
    boolean sided = true;
    for (SegmentedLabel label : segmentation.labels()) {
      String unsided = label.id().replaceFirst("^(left|right)-", "");
      if (wanted.contains(unsided) && fits(label.id(), subject.side())) {
        parts.add(label);
        missing.remove(unsided);
        sided &= !label.id().equals(unsided);
      }
    }
    return parts.isEmpty() || !whole(missing, subject)
        ? Optional.empty()
        : mask(parts, sided ? Laterality.NONE : subject.side())
            .map(m -> offer(m, trust(parts), specialist));
  }

  /** The lexicon names a place beside its parts; a lobe is more than the parts that are named. */
  private static boolean whole(Set<String> missing, Subject subject) {
    Site site = subject.site();
    return missing.isEmpty()
        || (subject.finding() == null
            && site != null
            && missing.equals(Set.of(site.id()))
            && !site.id().endsWith("-lobe"));
  }

  private static boolean fits(String id, Laterality side) {
    return !(side == Laterality.LEFT && id.startsWith("right-"))
        && !(side == Laterality.RIGHT && id.startsWith("left-"));
  }

  /** Mean over the parts' volumes. */
  private static double trust(List<SegmentedLabel> parts) {
    double ml = parts.stream().mapToDouble(SegmentedLabel::volumeMl).sum();
    return parts.stream().mapToDouble(p -> p.trust() * p.volumeMl()).sum() / ml;
  }

  private Optional<Mask> mask(List<SegmentedLabel> parts, Laterality side) {
    boolean half = side == Laterality.LEFT || side == Laterality.RIGHT;
    if (half && plane.isEmpty()) {
      return Optional.empty();
    }
    Mask first = parts.getFirst().mask();
    byte[] inside = first.inside().clone();
    for (SegmentedLabel part : parts.subList(1, parts.size())) {
      byte[] more = part.mask().inside();
      for (int n = 0; n < inside.length; n++) {
        inside[n] |= more[n];
      }
    }
    if (half) {
      keep(inside, first.geometry(), plane.orElseThrow(), side == Laterality.LEFT ? 1 : -1);
    }
    Mask union = new Mask(first.geometry(), inside);
    return union.isEmpty() ? Optional.empty() : Optional.of(union);
  }

  private static void keep(byte[] inside, VolumeGeometry g, MidPlane plane, int toLeft) {
    for (int k = 0, n = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++, n++) {
          if (inside[n] != 0 && toLeft * plane.leftOf(g.toPatient(i, j, k)) <= 0) {
            inside[n] = 0;
          }
        }
      }
    }
  }

  private MaskOffer offer(Mask mask, double score, String specialist) {
    float[] logits = new float[mask.inside().length];
    for (int n = 0; n < logits.length; n++) {
      logits[n] = mask.inside()[n] != 0 ? INSIDE : -INSIDE;
    }
    return new MaskOffer(
        new Volume(mask.geometry(), logits),
        GridMapper.mask(mask, model),
        score,
        "specialist:" + specialist);
  }
}
