/** From prompts to three-dimensional masks and measured regions. */
@NullMarked
package io.sightline.segmentation;

import org.jspecify.annotations.NullMarked;
