package io.sightline.volume;

/**
 * What a series was taken for, and why.
 *
 * @param confidence 0..1; below the naming threshold the sequence is {@link Sequence#OTHER} and the
 *     evidence says so
 * @param evidence in words, for example {@code SeriesDescription 'MPRAGE'; TR 2300, TE 2.98, TI
 *     900}
 */
public record SequenceGuess(Sequence sequence, double confidence, String evidence) {}
