package io.sightline.inference;

import io.sightline.shared.Cancellation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A graph written in Java, for tests of what runs graphs. */
public final class FakeInferenceSession implements InferenceSession {
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> outputs;
  private final Graph graph;
  private final AtomicLong open = new AtomicLong();
  private volatile boolean closed;

  /** What the graph computes: all its outputs, made by the session. */
  @FunctionalInterface
  public interface Graph {
    Map<String, Tensor> apply(FakeInferenceSession session, Map<String, Tensor> inputs);
  }

  public FakeInferenceSession(List<TensorSpec> inputs, List<TensorSpec> outputs, Graph graph) {
    this.inputs = byName(inputs);
    this.outputs = byName(outputs);
    this.graph = graph;
  }

  private static Map<String, TensorSpec> byName(List<TensorSpec> specs) {
    Map<String, TensorSpec> map = new LinkedHashMap<>();
    specs.forEach(s -> map.put(s.name(), s));
    return map;
  }

  public long openTensors() {
    return open.get();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, float[] data) {
    double[] values = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      values[i] = data[i];
    }
    return tensor(type, shape, values, type.isFloat());
  }

  @Override
  public Tensor tensor(TensorType type, long[] shape, long[] data) {
    double[] values = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      values[i] = type == TensorType.BOOL ? Math.min(1, Math.abs(data[i])) : data[i];
    }
    return tensor(type, shape, values, !type.isFloat());
  }

  private Tensor tensor(TensorType type, long[] shape, double[] values, boolean fits) {
    long n = 1;
    for (long s : shape) {
      n *= s;
    }
    if (!fits || n != values.length) {
      throw new IllegalArgumentException("values do not make the tensor");
    }
    return new FakeTensor(type, shape, values, open);
  }

  @Override
  public Map<String, Tensor> run(
      Map<String, Tensor> given, Set<String> wanted, Cancellation cancellation) {
    cancellation.check();
    RunCheck.check(inputs, outputs, given, wanted);
    Map<String, Tensor> all = new LinkedHashMap<>(graph.apply(this, given));
    all.entrySet()
        .removeIf(
            e -> {
              if (!wanted.contains(e.getKey())) {
                e.getValue().close();
                return true;
              }
              return false;
            });
    return all;
  }

  @Override
  public void close() {
    closed = true;
  }
}
