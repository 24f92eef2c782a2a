package io.sightline.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class UploadLimitsTest {
  @Test
  void defaults() {
    UploadLimits limits =
        new SmallRyeConfigBuilder()
            .withConverters(new Converter<?>[] {new MemorySizeConverter()})
            .withMapping(UploadLimits.class)
            .build()
            .getConfigMapping(UploadLimits.class);
    assertThat(limits.body().asLongValue()).isEqualTo(8L << 30);
    assertThat(limits.entry().asLongValue()).isEqualTo(4L << 30);
    assertThat(limits.archive().asLongValue()).isEqualTo(16L << 30);
    assertThat(limits.entries()).isEqualTo(100_000);
    assertThat(limits.ratio()).isEqualTo(200);
    assertThat(limits.ratioFrom().asLongValue()).isEqualTo(64L << 20);
  }
}
