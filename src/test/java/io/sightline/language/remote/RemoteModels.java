package io.sightline.language.remote;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Remote models of tests, configured as a server would be. */
public final class RemoteModels {
  private RemoteModels() {}

  /** One try, two minutes. */
  public static RemoteLanguageModel at(String url, String model) {
    Map<String, String> given =
        Map.of(
            "sightline.remote.url",
            url,
            "sightline.remote.model",
            model,
            "sightline.remote.timeout",
            "PT120S",
            "sightline.remote.retries",
            "0");
    RemoteConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(RemoteConfig.class)
            .withSources(new PropertiesConfigSource(given, "test", 100))
            .build()
            .getConfigMapping(RemoteConfig.class);
    return new RemoteLanguageModel(config, System::nanoTime);
  }
}
