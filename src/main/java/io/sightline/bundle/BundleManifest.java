package io.sightline.bundle;

/**
 * What {@code bundle.yaml} says: the contract of {@code docs/reference/bundle.schema.json} as
 * records.
 */
public record BundleManifest(String id, String version, String kind, String task) {}
