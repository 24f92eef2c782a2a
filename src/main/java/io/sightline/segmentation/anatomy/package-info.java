/**
 * Where in the head something lies: side, structure and lobe, from the segmented structures of a
 * case and an atlas that is laid over them.
 */
@NullMarked
package io.sightline.segmentation.anatomy;

import org.jspecify.annotations.NullMarked;
