package io.sightline.report.ground;

import io.sightline.report.document.Region;
import io.sightline.report.lexicon.Finding;
import io.sightline.segmentation.anatomy.Location;
import io.sightline.volume.Mask;
import org.jspecify.annotations.Nullable;

/**
 * A region with what is not part of its JSON.
 *
 * @param finding null when it shows a place
 * @param mask in the source series' grid
 * @param onModelGrid the same on the model grid
 */
public record FoundRegion(
    Region region, @Nullable Finding finding, Mask mask, Mask onModelGrid, Location location) {

  public String id() {
    return region.id();
  }
}
