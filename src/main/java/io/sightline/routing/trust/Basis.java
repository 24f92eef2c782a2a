package io.sightline.routing.trust;

/** Which signed cases a trust rests on. */
public enum Basis {
  /** None has spoken of it: the prior stands. */
  NONE,
  /** Those nearest by image, each weighted by its similarity. */
  SIMILAR,
  /** All, at a small weight: nothing is known of which are similar. */
  ALL;

  /** As written in JSON. */
  public String word() {
    return switch (this) {
      case NONE -> "none";
      case SIMILAR -> "similar";
      case ALL -> "all";
    };
  }
}
