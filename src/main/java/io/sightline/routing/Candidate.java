package io.sightline.routing;

import io.sightline.bundle.Bundle;
import io.sightline.routing.trust.SpecialistTrust;
import org.jspecify.annotations.Nullable;

/** A specialist whose scope covers the study, with what it is worth and what it costs. */
record Candidate(Bundle bundle, Cost cost, Reliability reliability) {

  /**
   * @param trust finding by finding; null when nothing is known but its manifest
   */
  static Candidate of(Bundle bundle, Cost cost, @Nullable SpecialistTrust trust) {
    return new Candidate(bundle, cost, new Reliability(bundle.manifest(), trust));
  }

  String id() {
    return bundle.id();
  }

  /** Expected right labels for each second: what is worth most for its time comes first. */
  double worth() {
    return reliability.right() / Math.max(1, cost.millis());
  }

  /**
   * Whether it tells everything that the other does, more reliably, and is listened to about every
   * finding that the other is listened to about.
   */
  boolean replaces(Candidate other) {
    double own = reliability.mean();
    double others = other.reliability.mean();
    boolean better = own > others || own == others && id().compareTo(other.id()) < 0;
    return better
        && bundle.manifest().task().equals(other.bundle.manifest().task())
        && reliability.covers(other.reliability);
  }
}
