package io.sightline.report.document;

import org.jspecify.annotations.Nullable;

/**
 * The slice with most of a region.
 *
 * @param sopInstanceUid null for NIfTI
 * @param index k in the series' grid
 */
public record KeySlice(@Nullable String sopInstanceUid, int index) {}
