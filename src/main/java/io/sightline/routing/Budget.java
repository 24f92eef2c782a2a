package io.sightline.routing;

/**
 * What all specialists of one report together may take.
 *
 * @param millis one after another
 * @param bytes native memory of any one of them
 * @param multiplicationsPerSecond that this machine is taken to do
 */
public record Budget(long millis, long bytes, double multiplicationsPerSecond) {
  public Budget {
    if (millis < 0 || bytes < 0 || !(multiplicationsPerSecond > 0)) {
      throw new IllegalArgumentException("a budget is not negative and a machine does something");
    }
  }
}
