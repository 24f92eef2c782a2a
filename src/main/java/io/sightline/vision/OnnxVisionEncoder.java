package io.sightline.vision;

import io.quarkus.runtime.configuration.MemorySize;
import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.inference.HostTensor;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.Prepared;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.Preprocessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The {@code encoder} graph of a bundle: prepares each slot's volume, runs the graph once, and
 * keeps what it made in a cache by content ({@code sightline.vision.cache} bytes).
 */
@ApplicationScoped
public class OnnxVisionEncoder implements VisionEncoder {
  static final String GRAPH = "encoder";

  private final SessionPool pool;
  private final EncodingCache cache;

  @Inject
  public OnnxVisionEncoder(
      SessionPool pool,
      @ConfigProperty(name = "sightline.vision.cache", defaultValue = "256M") MemorySize cache) {
    this(pool, cache.asLongValue());
  }

  OnnxVisionEncoder(SessionPool pool, long cacheBytes) {
    this.pool = pool;
    this.cache = new EncodingCache(cacheBytes);
  }

  @Override
  public Encoding encode(Bundle bundle, Map<Sequence, Volume> volumes, Cancellation cancellation) {
    BundleManifest manifest = bundle.manifest();
    GraphSpec graph = declared(manifest.graph(GRAPH).orElse(null), bundle, "encoder graph");
    PreprocessSpec spec = declared(manifest.preprocess(), bundle, "preprocess section");
    cancellation.check();
    Prepared prepared =
        new Preprocessor(spec).prepare(Slots.assign(manifest.inputs(), volumes), cancellation);
    String key = EncodingKey.of(bundle.sha256(), prepared);
    return cache.get(
        key,
        () -> {
          try (SessionPool.Lease lease = pool.lease(bundle, GRAPH)) {
            return run(lease.session(), manifest, graph, prepared, key, cancellation);
          }
        },
        cancellation);
  }

  private static <T> T declared(
      @org.jspecify.annotations.Nullable T part, Bundle bundle, String what) {
    if (part == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "Bundle %s has no %s.".formatted(bundle.manifest().id(), what));
    }
    return part;
  }

  private static Encoding run(
      InferenceSession session,
      BundleManifest manifest,
      GraphSpec graph,
      Prepared prepared,
      String key,
      Cancellation cancellation) {
    Map<String, HostTensor> values =
        new EncoderInputs(graph, session.inputs(), manifest.inputs(), prepared).tensors();
    Map<String, Tensor> inputs = new HashMap<>();
    Map<String, Tensor> outputs = new HashMap<>();
    try {
      values.forEach(
          (name, v) ->
              inputs.put(
                  name, session.tensor(session.inputs().get(name).type(), v.shape(), v.data())));
      outputs.putAll(
          session.run(
              inputs,
              EncoderOutputs.wanted(manifest, graph, session.outputs().keySet()),
              cancellation));
      return new EncoderOutputs(manifest, graph, prepared, outputs).encoding(key);
    } finally {
      inputs.values().forEach(Tensor::close);
      outputs.values().forEach(Tensor::close);
    }
  }
}
