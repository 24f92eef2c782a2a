package io.sightline.report.lexicon;

/**
 * A unit of measurement.
 *
 * @param quantity {@code length}, {@code volume} or {@code area}
 * @param unit the API's unit: {@code mm}, {@code mL}, {@code mm2}
 * @param factor from the written unit to it
 */
public record Unit(String quantity, String unit, double factor) {}
