package io.sightline.report.verify;

import io.sightline.segmentation.anatomy.Location;
import io.sightline.volume.Mask;

/**
 * Something that lies somewhere: a region, or a part of what the lesion head sees.
 *
 * @param name for reasons: {@code region r1} or {@code what the lesion head sees}
 * @param mask on the model grid
 * @param place it shows a place rather than a finding
 */
record Spot(String name, double volumeMl, Mask mask, Location location, boolean place) {}
