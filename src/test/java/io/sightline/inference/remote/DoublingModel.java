package io.sightline.inference.remote;

import java.util.List;
import java.util.Map;

/** One input, one output: enough for a server to get wrong. */
final class DoublingModel implements FakeModel {
  @Override
  public String name() {
    return "doubling";
  }

  @Override
  public List<WireTensor> inputs() {
    return List.of(WireTensor.described("x", "FP32", 1, -1));
  }

  @Override
  public List<WireTensor> outputs() {
    return List.of(WireTensor.described("twice", "FP32", 1, -1));
  }

  @Override
  public List<WireTensor> run(Map<String, WireTensor> inputs) {
    return List.of(WireTensor.floats("twice", new long[] {1, 2}, 2, 4));
  }
}
