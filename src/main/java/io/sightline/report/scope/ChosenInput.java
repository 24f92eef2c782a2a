package io.sightline.report.scope;

import io.sightline.study.Series;
import io.sightline.study.Series.SeriesVolume;
import io.sightline.volume.Sequence;

/**
 * The volume that goes into a slot of a bundle.
 *
 * @param reason why this one, in words
 */
public record ChosenInput(Sequence slot, Series series, SeriesVolume volume, String reason) {}
