/**
 * Pre- and post-processing that a bundle declares: resample, foreground, crop, intensity, and back
 * into the source grid.
 */
@NullMarked
package io.sightline.volume.preprocess;

import org.jspecify.annotations.NullMarked;
