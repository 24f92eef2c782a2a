package io.sightline.inference;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A tensor on the Java heap that keeps the port's rules: float16 is rounded, closing is counted.
 */
public final class FakeTensor implements Tensor {
  private final TensorType type;
  private final long[] shape;
  private final double[] values;
  private final AtomicLong open;
  private boolean closed;

  FakeTensor(TensorType type, long[] shape, double[] values, AtomicLong open) {
    this.type = type;
    this.shape = shape.clone();
    this.values = values.clone();
    this.open = open;
    open.incrementAndGet();
  }

  /** Floats that no session made. */
  public static FakeTensor of(long[] shape, float[] values) {
    double[] copy = new double[values.length];
    for (int n = 0; n < copy.length; n++) {
      copy[n] = values[n];
    }
    return new FakeTensor(TensorType.FLOAT32, shape, copy, new AtomicLong());
  }

  @Override
  public long[] shape() {
    check();
    return shape.clone();
  }

  @Override
  public TensorType type() {
    check();
    return type;
  }

  @Override
  public float[] toFloats() {
    check();
    if (!type.isFloat()) {
      throw new IllegalStateException("not a float type");
    }
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      float v = (float) values[i];
      out[i] = type == TensorType.FLOAT16 ? Float.float16ToFloat(Float.floatToFloat16(v)) : v;
    }
    return out;
  }

  @Override
  public float[] toFloats(long from, int count) {
    java.util.Objects.checkFromIndexSize(from, count, values.length);
    return java.util.Arrays.copyOfRange(toFloats(), (int) from, (int) from + count);
  }

  @Override
  public long[] toLongs() {
    check();
    if (type.isFloat()) {
      throw new IllegalStateException("not an integer type");
    }
    long[] out = new long[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (long) values[i];
    }
    return out;
  }

  private void check() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  @Override
  public void close() {
    check();
    closed = true;
    open.decrementAndGet();
  }
}
