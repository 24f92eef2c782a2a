package io.sightline.specialist;

import io.sightline.bundle.LabelSpec;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One label of a segmentation, measured in the scanner's grid.
 *
 * @param score 0..1: the Dice that the network itself expects
 * @param measured 0..1: the Dice that the manifest says was measured; null when it was not
 * @param volumeMl voxels inside times voxel volume
 * @param centroid LPS mm, mean of the voxel centres
 * @param makeMask computes the mask anew: masks of a hundred labels are not kept
 */
public record SegmentedLabel(
    LabelSpec label,
    double score,
    @Nullable Double measured,
    double volumeMl,
    Vec3 centroid,
    Supplier<Mask> makeMask) {

  public String id() {
    return label.id();
  }

  /** How far it can be trusted: a network that is surer than it was measured to be is not. */
  public double trust() {
    return measured == null ? score : Math.min(score, measured);
  }

  /** In the scanner's grid; computed at each call. */
  public Mask mask() {
    return makeMask.get();
  }
}
