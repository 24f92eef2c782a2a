package io.sightline.language.remote;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The remote generalist, when one is configured. */
@Singleton
public final class RemoteGeneralist {
  private final Optional<RemoteLanguageModel> model;
  private final RemoteConfig config;

  RemoteGeneralist(RemoteConfig config) {
    this.config = config;
    this.model =
        config.url().filter(u -> !u.isBlank()).isPresent()
            ? Optional.of(new RemoteLanguageModel(config, System::nanoTime))
            : Optional.empty();
  }

  public Optional<RemoteLanguageModel> model() {
    return model;
  }

  /** Tokens of an answer. */
  public int maxTokens() {
    return config.maxTokens();
  }

  /** Tokens of a report's draft. */
  public int reportTokens() {
    return config.reportTokens();
  }

  /** Tools that it may call in one turn or draft. */
  public int toolCalls() {
    return config.toolCalls();
  }

  /** What all of them together may take in one turn or draft. */
  public Duration toolTime() {
    return config.toolTime();
  }

  /** Whether the other server is a Sightline that has the same studies. */
  public boolean attachStudy() {
    return config.attachStudy();
  }
}
