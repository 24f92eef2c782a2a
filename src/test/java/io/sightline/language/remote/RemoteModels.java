package io.sightline.language.remote;

import java.time.Duration;
import java.util.Optional;

/** Remote models for tests of other packages. */
public final class RemoteModels {
  private RemoteModels() {}

  /** One try, two minutes, no key. */
  public static RemoteLanguageModel at(String url, String model) {
    return new RemoteLanguageModel(new OneTry(url, model), System::nanoTime);
  }

  /** The same as the server's generalist. */
  public static RemoteGeneralist generalist(String url, String model) {
    return new RemoteGeneralist(new OneTry(url, model));
  }

  /**
   * The configuration.
   *
   * @param address of the server
   * @param name of the model
   */
  private record OneTry(String address, String name) implements RemoteConfig {
    @Override
    public Optional<String> url() {
      return Optional.of(address);
    }

    @Override
    public Optional<String> model() {
      return Optional.of(name);
    }

    @Override
    public Optional<String> apiKey() {
      return Optional.empty();
    }

    @Override
    public Duration timeout() {
      return Duration.ofMinutes(2);
    }

    @Override
    public int retries() {
      return 0;
    }

    @Override
    public Duration backoff() {
      return Duration.ofMillis(10);
    }

    @Override
    public int breakerFailures() {
      return 3;
    }

    @Override
    public Duration breakerPause() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int maxTokens() {
      return 50;
    }

    @Override
    public int reportTokens() {
      return 100;
    }

    @Override
    public int toolCalls() {
      return 0;
    }

    @Override
    public Duration toolTime() {
      return Duration.ZERO;
    }

    @Override
    public boolean attachStudy() {
      return false;
    }
  }
}
