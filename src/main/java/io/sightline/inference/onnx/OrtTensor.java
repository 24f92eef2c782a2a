package io.sightline.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorType;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A native tensor of ONNX Runtime. Closing it twice is a mistake and says so. */
final class OrtTensor implements Tensor {
  private final OnnxTensor tensor;
  private final TensorType type;
  private final long[] shape;
  private final LiveTensors live;
  private final @Nullable FloatBuffer room;
  private final @Nullable Arena arena;
  private final AtomicBoolean closed = new AtomicBoolean();

  OrtTensor(OnnxTensor tensor, LiveTensors live) {
    this(tensor, live, null, null);
  }

  /**
   * @param room the tensor's elements, where they lie in memory of ours; null when in the runtime's
   * @param arena that owns them, closed with the tensor
   */
  OrtTensor(
      OnnxTensor tensor, LiveTensors live, @Nullable FloatBuffer room, @Nullable Arena arena) {
    this.room = room;
    this.arena = arena;
    this.tensor = tensor;
    this.type = OrtTypes.type(tensor.getInfo());
    this.shape = tensor.getInfo().getShape();
    this.live = live;
    live.opened();
  }

  OnnxTensor nativeTensor() {
    check();
    return tensor;
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
    return toFloats(0, elements());
  }

  @Override
  public float[] toFloats(long from, int count) {
    check();
    if (!type.isFloat()) {
      throw new IllegalStateException(type + " is not a float type");
    }
    Objects.checkFromIndexSize(from, count, (long) elements());
    float[] out = new float[count];
    if (count > 0) {
      // the runtime's own memory is only given as a copy of all of it, which widens float16
      (room == null ? tensor.getFloatBuffer() : room).get((int) from, out);
    }
    live.copied(count);
    return out;
  }

  @Override
  public long[] toLongs() {
    check();
    long[] out = new long[elements()];
    if (out.length > 0) {
      copyLongs(out);
    }
    live.copied(out.length);
    return out;
  }

  private void copyLongs(long[] out) {
    ByteBuffer bytes = tensor.getByteBuffer();
    for (int i = 0; i < out.length; i++) {
      out[i] =
          switch (type) {
            case INT64 -> bytes.getLong(i * Long.BYTES);
            case INT32 -> bytes.getInt(i * Integer.BYTES);
            case BOOL, UINT8 -> bytes.get(i) & 0xff;
            default -> throw new IllegalStateException(type + " is not an integer type");
          };
    }
  }

  private int elements() {
    long n = 1;
    for (long s : shape) {
      n = Math.multiplyExact(n, s);
    }
    return Math.toIntExact(n);
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
    tensor.close();
    if (arena != null) {
      arena.close();
    }
    live.closed();
  }
}
