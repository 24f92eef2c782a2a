package io.sightline.segmentation.anatomy;

import io.sightline.volume.Vec3;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mid-sagittal plane as the paired structures of a case show it: through the mean of the pairs'
 * midpoints, across the mean direction from right to left.
 *
 * @param point LPS mm
 * @param toLeft unit vector
 */
public record MidPlane(Vec3 point, Vec3 toLeft) {
  private static final int MIN_PAIRS = 3;

  /** Empty when fewer than three structures are there on both sides. */
  public static Optional<MidPlane> of(List<StructureMeasure> structures) {
    Map<String, StructureMeasure> left = new HashMap<>();
    structures.stream().filter(s -> s.side() == Side.LEFT).forEach(s -> left.put(s.unsidedId(), s));
    Vec3 across = new Vec3(0, 0, 0);
    Vec3 middle = new Vec3(0, 0, 0);
    int pairs = 0;
    for (StructureMeasure right : structures) {
      StructureMeasure other = right.side() == Side.RIGHT ? left.get(right.unsidedId()) : null;
      if (other != null) {
        across = across.plus(other.centroid().minus(right.centroid()));
        middle = middle.plus(other.centroid().plus(right.centroid()).times(0.5));
        pairs++;
      }
    }
    return pairs < MIN_PAIRS || across.length() < 1e-6
        ? Optional.empty()
        : Optional.of(new MidPlane(middle.times(1.0 / pairs), across.times(1 / across.length())));
  }

  /** Signed distance in mm; positive on the patient's left. */
  public double leftOf(Vec3 lps) {
    return lps.minus(point).dot(toLeft);
  }
}
