package io.sightline.language.remote;

import java.time.Duration;
import java.util.Optional;

/** Remote models for tests. */
public final class RemoteModels {
  private RemoteModels() {}

  /** One try, two minutes, no key. */
  public static RemoteLanguageModel at(String url, String model) {
    return new RemoteLanguageModel(oneTry(url, model), System::nanoTime);
  }

  /** The same as the server's generalist. */
  public static RemoteGeneralist generalist(String url, String model) {
    return new RemoteGeneralist(oneTry(url, model));
  }

  private static Settings oneTry(String url, String model) {
    return new Settings(
        Optional.of(url),
        Optional.of(model),
        Optional.empty(),
        Duration.ofMinutes(2),
        0,
        Duration.ofMillis(10),
        3,
        Duration.ofSeconds(1),
        50,
        100,
        0,
        Duration.ZERO,
        false);
  }

  /** The configuration as values. */
  record Settings(
      Optional<String> url,
      Optional<String> model,
      Optional<String> apiKey,
      Duration timeout,
      int retries,
      Duration backoff,
      int breakerFailures,
      Duration breakerPause,
      int maxTokens,
      int reportTokens,
      int toolCalls,
      Duration toolTime,
      boolean attachStudy)
      implements RemoteConfig {}
}
