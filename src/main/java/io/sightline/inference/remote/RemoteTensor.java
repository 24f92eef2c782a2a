package io.sightline.inference.remote;

import io.sightline.inference.Tensor;
import io.sightline.inference.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tensor on its way to or from another server, outside the heap in the protocol's raw form.
 * Closing it twice is a mistake and says so.
 */
final class RemoteTensor implements Tensor {
  private final Datatype type;
  private final long[] shape;
  private final OffHeap memory;
  private final AtomicLong open;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param memory of exactly as many bytes as the shape has; closed with the tensor
   * @param open counts the tensors that are open
   */
  RemoteTensor(Datatype type, long[] shape, OffHeap memory, AtomicLong open) {
    this.type = type;
    this.shape = shape.clone();
    this.memory = memory;
    this.open = open;
    open.incrementAndGet();
  }

  static RemoteTensor of(TensorType type, long[] shape, float[] data, AtomicLong open) {
    Datatype datatype = Datatype.of(type);
    OffHeap memory = room(type.isFloat(), datatype, shape, data.length);
    if (datatype == Datatype.FP32) {
      MemorySegment.copy(data, 0, memory.bytes(), Elements.FLOAT, 0, data.length);
    } else {
      for (int i = 0; i < data.length; i++) {
        Elements.putFloat(memory.bytes(), datatype, i, data[i]);
      }
    }
    return new RemoteTensor(datatype, shape, memory, open);
  }

  static RemoteTensor of(TensorType type, long[] shape, long[] data, AtomicLong open) {
    Datatype datatype = Datatype.of(type);
    OffHeap memory = room(!type.isFloat(), datatype, shape, data.length);
    for (int i = 0; i < data.length; i++) {
      Elements.putLong(memory.bytes(), datatype, i, data[i]);
    }
    return new RemoteTensor(datatype, shape, memory, open);
  }

  private static OffHeap room(boolean fits, Datatype type, long[] shape, int elements) {
    long n = 1;
    for (long axis : shape) {
      n = axis < 0 ? -1 : Math.multiplyExact(n, axis);
    }
    if (!fits || n != elements) {
      throw new IllegalArgumentException(
          elements + " values do not make a tensor of " + type + " " + Arrays.toString(shape));
    }
    return OffHeap.of(n * type.width());
  }

  Datatype datatype() {
    return type;
  }

  /** Little-endian, row major. */
  MemorySegment bytes() {
    check();
    return memory.bytes();
  }

  @Override
  public long[] shape() {
    check();
    return shape.clone();
  }

  @Override
  public TensorType type() {
    check();
    return type.type();
  }

  private long elements() {
    return memory.bytes().byteSize() / type.width();
  }

  @Override
  public float[] toFloats() {
    check();
    return toFloats(0, Math.toIntExact(elements()));
  }

  @Override
  public float[] toFloats(long from, int count) {
    check();
    if (!type.type().isFloat()) {
      throw new IllegalStateException(type + " is not a float type");
    }
    Objects.checkFromIndexSize(from, count, elements());
    float[] out = new float[count];
    if (type == Datatype.FP32) {
      MemorySegment.copy(memory.bytes(), Elements.FLOAT, from * Float.BYTES, out, 0, count);
    } else {
      for (int i = 0; i < count; i++) {
        out[i] = Elements.getFloat(memory.bytes(), type, from + i);
      }
    }
    return out;
  }

  @Override
  public long[] toLongs() {
    check();
    if (type.type().isFloat()) {
      throw new IllegalStateException(type + " is not an integer type");
    }
    long[] out = new long[Math.toIntExact(elements())];
    for (int i = 0; i < out.length; i++) {
      out[i] = Elements.getLong(memory.bytes(), type, i);
    }
    return out;
  }

  private void check() {
    if (closed.get()) {
      throw new IllegalStateException("the tensor is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      throw new IllegalStateException("the tensor was closed before");
    }
    memory.close();
    open.decrementAndGet();
  }
}
