/** Masks of regions that were asked for, kept for download. */
@NullMarked
package io.sightline.chat.masks;

import org.jspecify.annotations.NullMarked;
