package io.sightline.inference;

import java.nio.file.Path;

/** Makes a session from an ONNX file: the port that an inference runtime implements. */
public interface GraphLoader {

  /**
   * Loads the graph with its external data files, which lie beside it.
   *
   * @throws io.sightline.shared.ProblemException {@code invalid_bundle} when it cannot be loaded
   */
  InferenceSession load(Path file);

  /**
   * The same for a graph that runs seldom and needs gigabytes when it does: what a run took goes
   * back to the system after it, which makes each run a little slower.
   */
  default InferenceSession loadSparing(Path file) {
    return load(file);
  }
}
