package io.sightline.inference;

import io.sightline.shared.Cancellation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One loaded graph. {@link #run} may be called from several threads; tensors may not be shared
 * between them while open.
 */
public interface InferenceSession extends AutoCloseable {

  /** Declared inputs by name, in graph order. */
  Map<String, TensorSpec> inputs();

  /** Declared outputs by name, in graph order. */
  Map<String, TensorSpec> outputs();

  /** A tensor of the given type from floats (narrowed to float16 where asked); row major. */
  Tensor tensor(TensorType type, long[] shape, float[] data);

  /** A tensor of an integer or boolean type; row major. */
  Tensor tensor(TensorType type, long[] shape, long[] data);

  /**
   * Runs the graph.
   *
   * @param inputs by name; only declared inputs may be given; the caller keeps and closes them
   * @param wanted names of the outputs to compute
   * @return the wanted outputs; the caller closes each
   * @throws io.sightline.shared.ProblemException when names, types or shapes do not fit the graph
   */
  default Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> wanted) {
    return run(inputs, wanted, new Cancellation());
  }

  /**
   * Runs the graph; a cancellation ends it between two nodes.
   *
   * @throws io.sightline.shared.ProblemException {@code cancelled}; nothing is left open then
   */
  Map<String, Tensor> run(
      Map<String, Tensor> inputs, Set<String> wanted, Cancellation cancellation);

  /**
   * The same for one large output whose shape the caller knows: runs of its elements can then be
   * read by {@link Tensor#toFloats(long, int)} without copying the rest.
   *
   * @param shape of the output, all axes known
   */
  default Tensor runLarge(
      Map<String, Tensor> inputs, String wanted, long[] shape, Cancellation cancellation) {
    return run(inputs, Set.of(wanted), cancellation).get(wanted);
  }

  /**
   * Why the last run did not reach the graph, where it runs elsewhere; null when it did, and for
   * every graph that runs here.
   */
  default @Nullable String away() {
    return null;
  }

  /** Frees the graph; call only when no run is under way. */
  @Override
  void close();
}
