package io.sightline.chat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code sightline.chat.*}. */
@ConfigMapping(prefix = "sightline.chat")
public interface ChatConfig {

  /** Tokens of earlier turns that a turn may look back on. */
  @WithDefault("512")
  int memory();

  /** Turns of one chat. */
  @WithDefault("200")
  int turns();

  /** Answers that may be made at the same time; one more is answered with 429. */
  @WithDefault("4")
  int parallel();
}
