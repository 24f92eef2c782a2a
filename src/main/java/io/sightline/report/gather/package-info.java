/** What specialists say of a study, and how far it agrees with the generalist. */
@NullMarked
package io.sightline.report.gather;

import org.jspecify.annotations.NullMarked;
