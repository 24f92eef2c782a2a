package io.sightline.report.claim;

/**
 * A number with a unit that a sentence states.
 *
 * @param quantity {@code max-diameter} or {@code volume} for the size of a finding; {@code
 *     distance} or {@code area} for what is no size
 * @param value in {@code unit}
 * @param unit {@code mm}, {@code mL} or {@code mm2}
 */
public record Measurement(String quantity, double value, String unit) {}
