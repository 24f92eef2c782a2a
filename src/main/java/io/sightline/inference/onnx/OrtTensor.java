package io.sightline.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorType;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A native tensor of ONNX Runtime. Closing it twice is a mistake and says so. */
final class OrtTensor implements Tensor {
  private final OnnxTensor tensor;
  private final TensorType type;
  private final long[] shape;
  private final LiveTensors live;
  private final AtomicBoolean closed = new AtomicBoolean();

  OrtTensor(OnnxTensor tensor, LiveTensors live) {
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
    float[] out = new float[elements()];
    if (out.length > 0) {
      copyFloats(out);
    }
    live.copied(out.length);
    return out;
  }

  private void copyFloats(float[] out) {
    switch (type) {
      case FLOAT32 -> tensor.getByteBuffer().asFloatBuffer().get(out);
      case FLOAT16 -> {
        ShortBuffer halves = tensor.getByteBuffer().asShortBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = Float.float16ToFloat(halves.get(i));
        }
      }
      default -> throw new IllegalStateException(type + " is not a float type");
    }
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
    live.closed();
  }
}
