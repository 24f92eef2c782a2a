/**
 * Networks for one job: run on a study's volumes, measured in the scanner's grid. What a specialist
 * cannot do costs its own evidence and gives a warning, never the report.
 */
@NullMarked
package io.sightline.specialist;

import org.jspecify.annotations.NullMarked;
