package io.sightline.inference.remote;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The network of {@code models/kit/fixtures/tiny_vision.py}: class 0 is the image, class 1 its
 * square minus the place along x.
 */
public final class SquareModel implements FakeModel {
  @Override
  public String name() {
    return "square";
  }

  @Override
  public List<WireTensor> inputs() {
    return List.of(WireTensor.described("image", "FP32", 1, 1, -1, -1, -1));
  }

  @Override
  public List<WireTensor> outputs() {
    return List.of(WireTensor.described("logits", "FP32", 1, -1, -1, -1, -1));
  }

  @Override
  public List<WireTensor> run(Map<String, WireTensor> inputs) {
    WireTensor image = Objects.requireNonNull(inputs.get("image"));
    float[] v = image.toFloats();
    long[] shape = image.shape().clone();
    int nx = (int) shape[4];
    shape[1] = 2;
    float[] logits = new float[2 * v.length];
    for (int n = 0; n < v.length; n++) {
      logits[n] = v[n];
      logits[v.length + n] = v[n] * v[n] - n % nx;
    }
    return List.of(WireTensor.floats("logits", shape, logits));
  }
}
