package io.sightline.inference;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How graphs run on this machine. */
@ConfigMapping(prefix = "sightline.inference")
public interface InferenceConfig {

  /** {@code CUDA} needs the Maven profile of that name; without it graphs run on the CPU. */
  @WithDefault("cpu")
  Device device();

  /** Threads inside one graph; 0 = one per core. */
  @WithDefault("0")
  int threads();

  /** Graphs that run at the same time. */
  @WithDefault("2")
  int parallel();

  /** Runs that may wait for their turn; more are told {@code busy}. */
  @WithDefault("256")
  int queue();

  /** Weights of loaded graphs together; what is not in use is unloaded beyond it. */
  @WithDefault("4G")
  MemorySize memoryBudget();

  /** Where graphs run. */
  enum Device {
    CPU,
    CUDA
  }
}
