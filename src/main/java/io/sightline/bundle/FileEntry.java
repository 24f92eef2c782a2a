package io.sightline.bundle;

import org.jspecify.annotations.Nullable;

/**
 * @param path inside the bundle, with forward slashes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record FileEntry(String path, String sha256, @Nullable Long bytes) {}
