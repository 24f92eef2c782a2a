package io.sightline.language;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys and values of all layers, [1, Hkv, P, D] each, as the graph gave them: results are fed back
 * as they are and never pass through Java arrays. Owns its tensors. Not thread-safe.
 */
final class KeyValueCache implements AutoCloseable {
  private final List<CachePair> pairs;
  private final Map<String, Tensor> past = new HashMap<>();

  /**
   * Empty (P = 0), of the types that the graph declares.
   *
   * @param heads for graphs that leave Hkv open
   * @param headSize for graphs that leave D open
   */
  KeyValueCache(InferenceSession session, List<CachePair> pairs, int heads, int headSize) {
    this.pairs = pairs;
    Map<TensorSpec, long[]> shapes = new LinkedHashMap<>(); // all known before the first tensor
    for (CachePair pair : pairs) {
      TensorSpec spec = session.inputs().get(pair.past());
      shapes.put(spec, new long[] {1, axis(spec, 1, heads), 0, axis(spec, 3, headSize)});
    }
    shapes.forEach((s, shape) -> past.put(s.name(), session.tensor(s.type(), shape, new float[0])));
  }

  private static long axis(TensorSpec spec, int axis, int known) {
    long declared = spec.shape().size() == 4 ? spec.shape().get(axis) : 0;
    long size = declared < 0 ? known : declared;
    if (size <= 0) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The size of axis %d of '%s' is not known; state language.headSize or add config.json."
              .formatted(axis, spec.name()));
    }
    return size;
  }

  void feedTo(Map<String, Tensor> inputs) {
    inputs.putAll(past);
  }

  /** Takes the present tensors out of a result; what was past is closed. */
  void advance(Map<String, Tensor> result) {
    for (CachePair pair : pairs) {
      Tensor old = past.put(pair.past(), result.remove(pair.present()));
      if (old != null) {
        old.close();
      }
    }
  }

  @Override
  public void close() {
    past.values().forEach(Tensor::close);
    past.clear();
  }
}
