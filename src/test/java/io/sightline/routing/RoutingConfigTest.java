package io.sightline.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.sightline.specialist.SpecialistConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoutingConfigTest {
  private static <T> T defaults(Class<T> mapping) {
    return new SmallRyeConfigBuilder()
        .withMapping(mapping)
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .build()
        .getConfigMapping(mapping);
  }

  @Test
  void defaultsArePinned() {
    RoutingConfig routing = defaults(RoutingConfig.class);
    assertThat(routing.budget()).isEqualTo(Duration.ofSeconds(20));
    assertThat(routing.memory().asLongValue()).isEqualTo(4L << 30);
    assertThat(routing.multiplicationsPerSecond()).isZero();
    assertThat(routing.asBudget().multiplicationsPerSecond())
        .isEqualTo(8e9 * Runtime.getRuntime().availableProcessors());
    assertThat(defaults(SpecialistConfig.class).timeout()).isEqualTo(Duration.ofMinutes(10));
  }
}
