package io.sightline.report.document;

/**
 * Whose words a draft is.
 *
 * @param kind {@code bundle}: the bundle's language model; {@code remote}: another server's model
 * @param id bundle id, or the remote model's name
 */
public record DraftedBy(String kind, String id) {}
