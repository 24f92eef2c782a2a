package io.sightline.routing;

/**
 * What was decided about one specialist.
 *
 * @param sha256 of its manifest, so that a plan says which version it is about; empty when unknown
 * @param reason in words
 * @param expected what a run is expected to take; nothing when that is not known
 */
public record RouteChoice(
    String bundle, String sha256, Decision decision, String reason, Cost expected) {

  /** Whether it runs. */
  public enum Decision {
    RUN,
    SKIP
  }

  static RouteChoice skip(String bundle, String sha256, String reason, Cost expected) {
    return new RouteChoice(bundle, sha256, Decision.SKIP, reason, expected);
  }
}
