package io.sightline.shared;

/**
 * Something a reader should know that did not stop the work.
 *
 * @param code stable, lower-case with underscores, for example {@code gap}
 * @param message one sentence
 */
public record Warning(String code, String message) {}
