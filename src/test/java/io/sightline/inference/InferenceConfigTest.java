package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class InferenceConfigTest {
  @Test
  void defaultsArePinned() {
    InferenceConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(InferenceConfig.class)
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
            .build()
            .getConfigMapping(InferenceConfig.class);
    assertThat(config.device()).isEqualTo(InferenceConfig.Device.CPU);
    assertThat(config.threads()).isZero();
    assertThat(config.parallel()).isEqualTo(2);
    assertThat(config.queue()).isEqualTo(256);
    assertThat(config.memoryBudget().asLongValue()).isEqualTo(4L << 30);
  }
}
