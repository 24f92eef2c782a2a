/**
 * Volumes with geometry in patient space (LPS, mm), their assembly from slices, NIfTI, and naming
 * of MR sequences.
 */
@NullMarked
package io.sightline.volume;

import org.jspecify.annotations.NullMarked;
