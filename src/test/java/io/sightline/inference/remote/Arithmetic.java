package io.sightline.inference.remote;

import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.RemoteModel;
import java.util.Map;

/** The arithmetic model as manifests name it. */
final class Arithmetic {
  static final RemoteModel MODEL = new RemoteModel("fake", "arithmetic", null);
  static final GraphSpec GRAPH = graph(null);

  private Arithmetic() {}

  static GraphSpec graph(@org.jspecify.annotations.Nullable String version) {
    return new GraphSpec(null, new RemoteModel("fake", "arithmetic", version), Map.of(), Map.of());
  }
}
