package io.sightline.routing.trust;

/**
 * One signed case in which a specialist and the reader spoke of the same finding.
 *
 * @param weight 0..1: how much the case says of the study in hand
 */
public record Observation(boolean agreed, double weight) {
  public Observation {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("a weight lies between 0 and 1");
    }
  }
}
