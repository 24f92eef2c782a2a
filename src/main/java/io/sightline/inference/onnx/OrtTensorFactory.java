package io.sightline.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorType;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies Java arrays into native tensors. */
final class OrtTensorFactory {
  private final OrtEnvironment environment;
  private final LiveTensors live;

  OrtTensorFactory(OrtEnvironment environment, LiveTensors live) {
    this.environment = environment;
    this.live = live;
  }

  Tensor of(TensorType type, long[] shape, float[] data) {
    check(type.isFloat(), type, shape, data.length);
    ByteBuffer bytes = direct(data.length, type == TensorType.FLOAT32 ? 4 : 2);
    if (type == TensorType.FLOAT32) {
      bytes.asFloatBuffer().put(data);
    } else {
      for (int i = 0; i < data.length; i++) {
        bytes.putShort(2 * i, Float.floatToFloat16(data[i]));
      }
    }
    return create(type, shape, bytes, data.length);
  }

  Tensor of(TensorType type, long[] shape, long[] data) {
    check(!type.isFloat(), type, shape, data.length);
    ByteBuffer bytes = direct(data.length, width(type));
    for (int i = 0; i < data.length; i++) {
      switch (type) {
        case INT64 -> bytes.putLong(i * Long.BYTES, data[i]);
        case INT32 -> bytes.putInt(i * Integer.BYTES, Math.toIntExact(data[i]));
        case BOOL -> bytes.put(i, (byte) (data[i] != 0 ? 1 : 0));
        default -> bytes.put(i, (byte) data[i]);
      }
    }
    return create(type, shape, bytes, data.length);
  }

  /**
   * Room for a result, float32. It lies outside the heap and outside the limit of direct buffers,
   * and is given back when the tensor is closed.
   *
   * @throws ProblemException {@code too_large} above two gigabytes, which a buffer cannot address
   */
  OrtTensor space(long[] shape) {
    long bytes = Float.BYTES;
    for (long s : shape) {
      bytes = Math.multiplyExact(bytes, s);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE, "The model's result would have more than two gigabytes.");
    }
    Arena arena = Arena.ofShared();
    try {
      ByteBuffer room = arena.allocate(bytes, 64).asByteBuffer().order(ByteOrder.nativeOrder());
      OnnxTensor tensor = OnnxTensor.createTensor(environment, room.asFloatBuffer(), shape);
      return new OrtTensor(tensor, live, room.asFloatBuffer(), arena);
    } catch (OrtException e) {
      arena.close();
      throw new ProblemException(
          ErrorCode.INTERNAL, "A tensor could not be made for the model.", e);
    }
  }

  private static int width(TensorType type) {
    return switch (type) {
      case INT64 -> Long.BYTES;
      case INT32 -> Integer.BYTES;
      default -> 1;
    };
  }

  private static ByteBuffer direct(int elements, int width) {
    int bytes = Math.multiplyExact(elements, width);
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static void check(boolean fits, TensorType type, long[] shape, int elements) {
    long n = 1;
    for (long s : shape) {
      n = s < 0 ? -1 : Math.multiplyExact(n, s);
    }
    if (!fits || n != elements) {
      throw new IllegalArgumentException(
          elements
              + " values do not make a tensor of "
              + type
              + " "
              + java.util.Arrays.toString(shape));
    }
  }

  private Tensor create(TensorType type, long[] shape, ByteBuffer bytes, int elements) {
    try {
      live.copied(elements);
      return new OrtTensor(
          OnnxTensor.createTensor(environment, bytes, shape, OrtTypes.javaType(type)), live);
    } catch (OrtException e) {
      throw new ProblemException(
          ErrorCode.INTERNAL, "A tensor could not be made for the model.", e);
    }
  }
}
