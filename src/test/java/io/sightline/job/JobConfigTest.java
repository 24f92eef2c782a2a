package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobConfigTest {
  @Test
  void defaults() {
    JobConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(JobConfig.class)
            .build()
            .getConfigMapping(JobConfig.class);
    assertThat(config.workers()).isEqualTo(1);
    assertThat(config.capacity()).isEqualTo(64);
    assertThat(config.stopWait()).isEqualTo(Duration.ofSeconds(10));
  }
}
