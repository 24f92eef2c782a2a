/** Measurements of a study in the server's own words, for answers and for prompts. */
@NullMarked
package io.sightline.report.words;

import org.jspecify.annotations.NullMarked;
