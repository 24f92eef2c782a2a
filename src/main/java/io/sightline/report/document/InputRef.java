package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A series that was read.
 *
 * @param series SeriesInstanceUID
 * @param volume index of the volume within the series
 * @param confidence of the sequence's name, 0..1
 * @param evidence for it, in words
 * @param reason why this one was chosen for its sequence
 */
public record InputRef(
    String series,
    @JsonProperty("volumeIndex") int volume,
    String sequence,
    double confidence,
    String evidence,
    String reason) {}
