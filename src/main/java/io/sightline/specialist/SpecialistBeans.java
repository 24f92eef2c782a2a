package io.sightline.specialist;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the specialist feature together. */
final class SpecialistBeans {
  @Produces
  @Singleton
  SpecialistRunner runner(SpecialistRegistry registry, SpecialistConfig config) {
    return new SpecialistRunner(registry, config.timeout());
  }
}
