/**
 * Tools that a remote generalist may call while it answers or drafts: bounded, recorded, never
 * trusted.
 */
@NullMarked
package io.sightline.report.tool;

import org.jspecify.annotations.NullMarked;
