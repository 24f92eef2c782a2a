/** From any sentence to what it asserts: finding, presence, laterality, site, measurement. */
@NullMarked
package io.sightline.report.claim;

import org.jspecify.annotations.NullMarked;
