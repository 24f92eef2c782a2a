package io.sightline.study;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one upload may bring; what is over is refused before it is stored. */
@ConfigMapping(prefix = "sightline.limits")
public interface UploadLimits {

  /** Bytes of one request body. */
  @WithDefault("8G")
  MemorySize body();

  /** Bytes of one unpacked archive entry. */
  @WithDefault("4G")
  MemorySize entry();

  /** Bytes of all entries of one archive, unpacked. */
  @WithDefault("16G")
  MemorySize archive();

  /** Entries of one archive. */
  @WithDefault("100000")
  int entries();

  /** Unpacked over packed size of an entry that is larger than {@link #ratioFrom}. */
  @WithDefault("200")
  int ratio();

  /** Entries up to this size may pack as well as they like: empty slices do. */
  @WithDefault("64M")
  MemorySize ratioFrom();
}
