package io.sightline.report.ground;

import io.sightline.segmentation.anatomy.Location;
import io.sightline.volume.Mask;

/**
 * A connected part of what the lesion head sees.
 *
 * @param mask on the model grid
 */
public record LesionPart(Mask mask, double volumeMl, Location location) {}
