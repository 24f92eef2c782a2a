package io.sightline.inference;

import java.util.List;

/**
 * A graph's declared input or output.
 *
 * @param shape -1 for a dynamic axis
 */
public record TensorSpec(String name, TensorType type, List<Long> shape) {
  public TensorSpec {
    shape = List.copyOf(shape);
  }

  /** Whether a tensor of this type and shape may take the place. */
  public boolean accepts(TensorType given, long[] dims) {
    if (given != type || dims.length != shape.size()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (shape.get(i) >= 0 && shape.get(i) != dims[i]) {
        return false;
      }
    }
    return true;
  }
}
