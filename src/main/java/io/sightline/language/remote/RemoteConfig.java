package io.sightline.language.remote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** {@code sightline.remote.*}: the remote generalist; off without {@link #url}. */
@ConfigMapping(prefix = "sightline.remote")
public interface RemoteConfig {

  /** Base URL of the interface, for example {@code https://models.example.org/v1}. */
  Optional<String> url();

  /** Name of the model there. */
  Optional<String> model();

  /** The secret that opens it; never logged, never shown. */
  Optional<String> apiKey();

  /** Longest wait for a connection, for the first token, and for the whole answer. */
  @WithDefault("PT60S")
  Duration timeout();

  /** Further tries after 429, 5xx, a timeout or no connection. */
  @WithDefault("2")
  int retries();

  /** Pause before the first of them; doubles each time. */
  @WithDefault("PT0.5S")
  Duration backoff();

  /** Failures in a row after which the server is left alone. */
  @WithDefault("3")
  int breakerFailures();

  /** How long it is left alone. */
  @WithDefault("PT30S")
  Duration breakerPause();

  /** Tokens of an answer. */
  @WithDefault("300")
  int maxTokens();

  /** Tokens of a report's draft. */
  @WithDefault("1000")
  int reportTokens();

  /** Tools that the model may call in one turn or draft; 0 offers none. */
  @WithDefault("4")
  int toolCalls();

  /** What all of them together may take in one turn or draft. */
  @WithDefault("PT60S")
  Duration toolTime();

  /**
   * Attach the study as {@code sightline:study/{id}}: only for another Sightline that has the same
   * studies.
   */
  @WithDefault("false")
  boolean attachStudy();
}
