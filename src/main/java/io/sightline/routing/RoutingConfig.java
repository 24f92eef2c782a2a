package io.sightline.routing;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What specialists may take when nobody named them. */
@ConfigMapping(prefix = "sightline.routing")
public interface RoutingConfig {
  /** All specialists of one report together. */
  @WithDefault("PT20S")
  Duration budget();

  /** Native memory of one run. */
  @WithDefault("4G")
  MemorySize memory();

  /** What this machine is taken to do; 0 = eight thousand million for each core. */
  @WithDefault("0")
  long multiplicationsPerSecond();

  /** As a value for {@link Router#plan}. */
  default Budget asBudget() {
    double rate =
        multiplicationsPerSecond() > 0
            ? multiplicationsPerSecond()
            : 8e9 * Runtime.getRuntime().availableProcessors();
    return new Budget(budget().toMillis(), memory().asLongValue(), rate);
  }
}
