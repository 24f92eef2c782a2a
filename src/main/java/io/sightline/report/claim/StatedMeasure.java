package io.sightline.report.claim;

/**
 * A measurement where it stands in the sentence.
 *
 * @param start offset of its first character
 * @param end offset behind its last character
 */
public record StatedMeasure(Measurement measurement, int start, int end) {}
