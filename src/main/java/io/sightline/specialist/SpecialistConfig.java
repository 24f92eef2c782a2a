package io.sightline.specialist;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How specialists run. */
@ConfigMapping(prefix = "sightline.specialist")
public interface SpecialistConfig {
  /** One run, loading included; then its evidence is given up. */
  @WithDefault("PT10M")
  Duration timeout();
}
