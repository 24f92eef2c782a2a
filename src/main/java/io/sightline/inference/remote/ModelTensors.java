package io.sightline.inference.remote;

import java.util.List;

/**
 * What a server says of a model's tensors; empty where it says nothing, as MLServer does of models
 * whose settings name none.
 */
record ModelTensors(List<Described> inputs, List<Described> outputs) {
  ModelTensors {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * @param datatype the server's word
   * @param shape -1 for an axis that varies
   */
  record Described(String name, String datatype, List<Long> shape) {
    Described {
      shape = List.copyOf(shape);
    }
  }
}
