package io.sightline.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.sightline.inference.InferenceConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OipConfigTest {
  private static OipConfig config(Map<String, String> properties, Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(OipConfig.class)
        .withMapping(InferenceConfig.class) // its prefix holds the other's
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(OipConfig.class);
  }

  private static OipConfig.Server only(OipConfig config, String name) {
    assertThat(config.servers()).containsOnlyKeys(name);
    return Objects.requireNonNull(config.servers().get(name));
  }

  @Test
  void noServerIsKnownUntilOneIsConfigured() {
    assertThat(config(Map.of(), Map.of()).servers()).isEmpty();
  }

  @Test
  void defaultsArePinned() {
    OipConfig.Server server =
        only(
            config(Map.of("sightline.inference.remote.triton-a.url", "grpcs://gpu:8001"), Map.of()),
            "triton-a");
    assertThat(server.url()).contains("grpcs://gpu:8001");
    assertThat(server.token()).isEmpty();
    assertThat(server.ca()).isEmpty();
    assertThat(server.timeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(server.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(server.retries()).isEqualTo(2);
    assertThat(server.backoff()).isEqualTo(Duration.ofMillis(500));
    assertThat(server.maxMessage().asLongValue()).isEqualTo(1L << 30);
  }

  @Test
  void theSecretComesByTheEnvironment() {
    OipConfig.Server server =
        only(
            config(
                Map.of("sightline.inference.remote.triton-a.url", "https://gpu"),
                Map.of("SIGHTLINE_INFERENCE_REMOTE_TRITON_A_TOKEN", "secret")),
            "triton-a");
    assertThat(server.token()).contains("secret");
  }
}
