/** From requests for a region to measured masks in the source grid, or to "no region". */
@NullMarked
package io.sightline.report.ground;

import org.jspecify.annotations.NullMarked;
