/** Compares claims and numbers with masks, anatomy and the lesion head, and says why. */
@NullMarked
package io.sightline.report.verify;

import org.jspecify.annotations.NullMarked;
