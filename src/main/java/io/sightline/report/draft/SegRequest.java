package io.sightline.report.draft;

/**
 * The model asked for a region here.
 *
 * @param from offset in the sentence's raw text where the words it belongs to begin
 * @param to offset behind them
 * @param hidden the language model's hidden state at {@code <seg>}; empty when it gives none
 */
@SuppressWarnings("ArrayRecordComponent")
public record SegRequest(int from, int to, float[] hidden) {}
