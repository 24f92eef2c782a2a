package io.sightline.report.document;

import org.jspecify.annotations.Nullable;

/**
 * The bundle that drafted.
 *
 * @param prompt version of {@code prompts/draft-report.txt}, or {@code bundle} when the bundle
 *     brings its own template
 */
public record BundleRef(String id, String version, String sha256, @Nullable String prompt) {}
