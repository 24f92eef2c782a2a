/**
 * Which specialists run on a study, and why: declared scope first, then what was measured of them,
 * then what the time allows. A plan is a value that is stored with the report and can be made
 * again.
 */
@NullMarked
package io.sightline.routing;

import org.jspecify.annotations.NullMarked;
