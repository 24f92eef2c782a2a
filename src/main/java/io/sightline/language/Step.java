package io.sightline.language;

/**
 * What a decoder gave for the last position that it was fed.
 *
 * @param logits V
 * @param hidden H; empty when not asked for or not given
 */
@SuppressWarnings("ArrayRecordComponent")
record Step(float[] logits, float[] hidden) {}
