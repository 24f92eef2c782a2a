package io.sightline.bundle;

import org.jspecify.annotations.Nullable;

/** SPDX identifiers, or words where there is none. */
public record Licence(String weights, @Nullable String code) {}
