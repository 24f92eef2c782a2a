package io.sightline.bundle;

import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param data what it was measured on
 * @param n cases
 */
public record Quality(String measure, String data, double value, @Nullable Integer n) {}
