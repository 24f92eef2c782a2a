package io.sightline.inference.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A tensor as a fake server has it: the protocol's words, raw little-endian bytes. */
@SuppressWarnings("ArrayRecordComponent")
public record WireTensor(String name, String datatype, long[] shape, byte[] bytes) {

  /** What a server says of a tensor before there is one. */
  static WireTensor described(String name, String datatype, long... shape) {
    return new WireTensor(name, datatype, shape, new byte[0]);
  }

  public static WireTensor floats(String name, long[] shape, float... values) {
    ByteBuffer bytes = room(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return new WireTensor(name, "FP32", shape, bytes.array());
  }

  static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public float[] toFloats() {
    float[] values = new float[bytes.length / 4];
    buffer().asFloatBuffer().get(values);
    return values;
  }

  int elements() {
    int n = 1;
    for (long axis : shape) {
      n *= (int) axis;
    }
    return n;
  }

  /** As JSON has it. */
  Object value(int i) {
    return switch (datatype) {
      case "FP32" -> buffer().getFloat(4 * i);
      case "FP16" -> Float.float16ToFloat(buffer().getShort(2 * i));
      case "INT64" -> buffer().getLong(8 * i);
      case "INT32" -> buffer().getInt(4 * i);
      case "BOOL" -> bytes[i] != 0;
      default -> bytes[i] & 0xff;
    };
  }

  /** Back from JSON. */
  static byte[] bytes(String datatype, java.util.List<com.fasterxml.jackson.databind.JsonNode> v) {
    ByteBuffer out = room(8 * v.size());
    for (var node : v) {
      switch (datatype) {
        case "FP32" -> out.putFloat(node.floatValue());
        case "FP16" -> out.putShort(Float.floatToFloat16(node.floatValue()));
        case "INT64" -> out.putLong(node.longValue());
        case "INT32" -> out.putInt(node.intValue());
        case "BOOL" -> out.put((byte) (node.booleanValue() ? 1 : 0));
        default -> out.put((byte) node.intValue());
      }
    }
    return java.util.Arrays.copyOf(out.array(), out.position());
  }
}
