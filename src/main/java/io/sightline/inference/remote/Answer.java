package io.sightline.inference.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outputs of a call. Who takes one owns it; the others go with the answer. */
final class Answer implements AutoCloseable {
  private final Map<String, Output> outputs = new LinkedHashMap<>();

  /**
   * One output as it came.
   *
   * @param memory of exactly the shape's bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Output(Datatype type, long[] shape, OffHeap memory) {}

  /**
   * @throws OipFailure when there is one of that name already
   */
  void add(String name, Output output) throws OipFailure {
    if (outputs.putIfAbsent(name, output) != null) {
      output.memory().close();
      throw OipFailure.failed("it gives an output twice");
    }
  }

  @Nullable Output get(String name) {
    return outputs.get(name);
  }

  /** Null when there is none of that name. */
  @Nullable Output take(String name) {
    return outputs.remove(name);
  }

  @Override
  public void close() {
    outputs.values().forEach(o -> o.memory().close());
    outputs.clear();
  }
}
