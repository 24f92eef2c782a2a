package io.sightline.report.document;

import org.jspecify.annotations.Nullable;

/**
 * The bundle that read the study, grounded and checked; it drafted too, unless a remote generalist
 * did.
 *
 * @param prompt version of {@code prompts/draft-report.txt}, {@code bundle} when the bundle brings
 *     its own template, or name and version of the file that a remote generalist got
 */
public record BundleRef(String id, String version, String sha256, @Nullable String prompt) {}
