package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import io.sightline.volume.preprocess.SlidingWindow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Runs a bundle's {@code network} graph, volume in, class logits out: prepares the volumes as the
 * manifest declares and feeds them whole or, where it declares a {@code window}, patch by patch.
 * Thread-safe; blocking.
 */
@ApplicationScoped
public class PatchSegmenter {
  private final SessionPool pool;

  public PatchSegmenter(SessionPool pool) {
    this.pool = pool;
  }

  /**
   * @param output role in the manifest's {@code outputs}
   * @param volumes by input name; those that are not optional are there
   * @return logits per label id, on the model grid; {@code GridMapper} brings them back
   * @throws ProblemException {@code no_volume}, {@code invalid_bundle}, {@code cancelled}
   */
  public Map<String, Volume> segment(
      Bundle bundle,
      String output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    NetworkInput input = NetworkInput.of(bundle, output, volumes, cancellation);
    try (SessionPool.Lease lease = pool.lease(bundle, NetworkInput.GRAPH)) {
      List<Volume> logits = run(input, new Network(lease.session(), input), cancellation);
      return named(input.output(), logits);
    }
  }

  private static List<Volume> run(NetworkInput input, Network network, Cancellation cancellation) {
    PreprocessSpec.Window window = input.spec().window();
    var g = input.grid();
    Size patch = window == null ? new Size(g.nx(), g.ny(), g.nz()) : window.size();
    return new SlidingWindow(patch, window == null ? 0 : window.overlap())
        .run(input.channels(), values -> logits(network, values, patch, cancellation));
  }

  private static float[] logits(
      Network network, float[] patch, Size size, Cancellation cancellation) {
    try (Tensor logits = network.run(patch, size, cancellation)) {
      return logits.toFloats();
    }
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
}
