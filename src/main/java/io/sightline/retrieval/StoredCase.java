package io.sightline.retrieval;

/**
 * A case as the database holds it.
 *
 * @param revision names this state of it; larger is later, never used again
 */
public record StoredCase(Case value, long revision) {}
