/**
 * The words of {@code grounding/}: findings, sites, sides, cues, units; read once and checked as a
 * whole.
 */
@NullMarked
package io.sightline.report.lexicon;

import org.jspecify.annotations.NullMarked;
