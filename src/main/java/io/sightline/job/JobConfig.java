package io.sightline.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the job queue. */
@ConfigMapping(prefix = "sightline.jobs")
public interface JobConfig {

  /** Jobs that run at once. They are bound by CPU and memory, so more is seldom faster. */
  @WithDefault("1")
  int workers();

  /** Jobs that may wait or run before {@code busy} is answered. */
  @WithDefault("64")
  int capacity();

  /** How long a stopping server waits for running jobs to notice. */
  @WithDefault("PT10S")
  Duration stopWait();
}
