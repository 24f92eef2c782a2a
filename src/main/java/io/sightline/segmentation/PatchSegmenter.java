package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.Prepared;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import io.sightline.volume.preprocess.Preprocessor;
import io.sightline.volume.preprocess.SlidingWindow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a bundle's {@code network} graph, volume in, class logits out: prepares the volumes as the
 * manifest declares and feeds them whole or, where it declares a {@code window}, patch by patch.
 * Thread-safe; blocking.
 */
@ApplicationScoped
public class PatchSegmenter {
  static final String GRAPH = "network";

  private final SessionPool pool;

  public PatchSegmenter(SessionPool pool) {
    this.pool = pool;
  }

  /**
   * @param output role in the manifest's {@code outputs}
   * @param volumes by input name; the network's channels in the manifest's order, all present
   * @return logits per label id, on the model grid; {@code GridMapper} brings them back
   * @throws ProblemException {@code no_volume}, {@code invalid_bundle}, {@code cancelled}
   */
  public Map<String, Volume> segment(
      Bundle bundle,
      String output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    BundleManifest manifest = bundle.manifest();
    PreprocessSpec spec = require(manifest.preprocess(), bundle, "preprocess section");
    OutputSpec labels = require(manifest.outputs().get(output), bundle, "output " + output);
    GraphSpec graph = require(manifest.graphs().get(GRAPH), bundle, "network graph");
    Prepared prepared = new Preprocessor(spec).prepare(volumes, cancellation);
    List<Volume> channels = channels(manifest, prepared);
    try (SessionPool.Lease lease = pool.lease(bundle, GRAPH)) {
      Network network = new Network(lease.session(), graph, labels, channels.size());
      List<Volume> logits = run(spec, channels, network, cancellation);
      return named(labels, logits);
    }
  }

  private static List<Volume> run(
      PreprocessSpec spec, List<Volume> channels, Network network, Cancellation cancellation) {
    PreprocessSpec.Window window = spec.window();
    var g = channels.getFirst().geometry();
    Size patch = window == null ? new Size(g.nx(), g.ny(), g.nz()) : window.size();
    return new SlidingWindow(patch, window == null ? 0 : window.overlap())
        .run(channels, input -> network.logits(input, patch, cancellation));
  }

  private static List<Volume> channels(BundleManifest manifest, Prepared prepared) {
    List<Volume> channels =
        manifest.inputs().stream()
            .map(InputSpec::name)
            .map(prepared.images()::get)
            .filter(Objects::nonNull)
            .toList();
    if (channels.size() != manifest.inputs().size()) {
      throw new ProblemException(
          ErrorCode.NO_VOLUME, "Not every input of bundle " + manifest.id() + " is present.");
    }
    return channels;
  }

  private static Map<String, Volume> named(OutputSpec labels, List<Volume> logits) {
    Map<String, Volume> named = new LinkedHashMap<>();
    for (LabelSpec label : labels.labels()) {
      if (label.index() >= logits.size()) {
        throw new ProblemException(
            ErrorCode.INVALID_BUNDLE, "The network gives no channel for " + label.id() + ".");
      }
      named.put(label.id(), logits.get(label.index()));
    }
    return named;
  }

  private static <T> T require(@Nullable T part, Bundle bundle, String what) {
    if (part == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "Bundle %s has no %s.".formatted(bundle.id(), what));
    }
    return part;
  }

  /** One input [1, channels, z, y, x], one output [1, classes, z, y, x]. */
  private record Network(
      InferenceSession session, GraphSpec graph, OutputSpec output, int channels) {

    float[] logits(float[] patch, Size size, Cancellation cancellation) {
      String in = session.inputs().keySet().iterator().next();
      String out = graph.outputName(output.tensor());
      long[] shape = {1, channels, size.z(), size.y(), size.x()};
      try (Tensor input = session.tensor(session.inputs().get(in).type(), shape, patch);
          Tensor logits = session.run(Map.of(in, input), Set.of(out), cancellation).get(out)) {
        return logits.toFloats();
      }
    }
  }
}
