package io.sightline.report.ground;

import io.sightline.report.document.Region;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.volume.Mask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A region with what is not part of its JSON.
 *
 * @param finding null when it shows a place
 * @param makeMask computes the mask in the source series' grid anew: a scanner's grid may hold a
 *     hundred million voxels, so masks of many regions are not kept
 * @param onModelGrid the mask on the model grid
 */
public record FoundRegion(
    Region region,
    @Nullable Finding finding,
    Supplier<Mask> makeMask,
    Mask onModelGrid,
    Location location) {

  /** In the source series' grid; computed at each call. */
  public Mask mask() {
    return makeMask.get();
  }

  public String id() {
    return region.id();
  }
}
