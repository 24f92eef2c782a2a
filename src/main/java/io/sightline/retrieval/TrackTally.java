package io.sightline.retrieval;

/**
 * A specialist's record about one finding over many cases.
 *
 * @param agreed cases in which the reader said the same
 * @param disagreed cases in which the reader said otherwise
 */
public record TrackTally(
    String specialist, String sha256, String finding, int agreed, int disagreed) {}
