package io.sightline.inference.remote;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The graph of {@code models/kit/fixtures/arithmetic.py}, as another server would run it. */
final class ArithmeticModel implements FakeModel {
  @Override
  public String name() {
    return "arithmetic";
  }

  @Override
  public List<WireTensor> inputs() {
    return List.of(
        WireTensor.described("x", "FP32", 1, -1),
        WireTensor.described("half", "FP16", 2),
        WireTensor.described("ids", "INT64", -1),
        WireTensor.described("flag", "BOOL", 1),
        WireTensor.described("small", "INT32", 1),
        WireTensor.described("byte", "UINT8", 1),
        WireTensor.described("past", "FP32", 1, -1, 2));
  }

  @Override
  public List<WireTensor> outputs() {
    return List.of(
        WireTensor.described("twice", "FP32", 1, -1),
        WireTensor.described("half_plus", "FP16", 2),
        WireTensor.described("next", "INT64", -1),
        WireTensor.described("not", "BOOL", 1),
        WireTensor.described("small_out", "INT32", 1),
        WireTensor.described("byte_out", "UINT8", 1),
        WireTensor.described("present", "FP32", 1, -1, 2));
  }

  @Override
  public List<WireTensor> run(Map<String, WireTensor> in) {
    return List.of(
        twice(get(in, "x")),
        halfPlus(get(in, "half")),
        next(get(in, "ids")),
        new WireTensor(
            "not", "BOOL", new long[] {1}, new byte[] {(byte) (1 - get(in, "flag").bytes()[0])}),
        renamed("small_out", get(in, "small")),
        renamed("byte_out", get(in, "byte")),
        present(get(in, "past")));
  }

  private static WireTensor get(Map<String, WireTensor> in, String name) {
    return Objects.requireNonNull(in.get(name), name);
  }

  private static WireTensor renamed(String name, WireTensor t) {
    return new WireTensor(name, t.datatype(), t.shape(), t.bytes());
  }

  private static WireTensor twice(WireTensor x) {
    float[] values = x.toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return WireTensor.floats("twice", x.shape(), values);
  }

  private static WireTensor halfPlus(WireTensor half) {
    ByteBuffer out = WireTensor.room(half.bytes().length);
    for (int i = 0; i < out.capacity(); i += 2) {
      float v = Float.float16ToFloat(half.buffer().getShort(i));
      out.putShort(i, Float.floatToFloat16(v + 1));
    }
    return new WireTensor("half_plus", "FP16", half.shape(), out.array());
  }

  private static WireTensor next(WireTensor ids) {
    ByteBuffer out = WireTensor.room(ids.bytes().length);
    for (int i = 0; i < out.capacity(); i += 8) {
      out.putLong(i, ids.buffer().getLong(i) + 1);
    }
    return new WireTensor("next", "INT64", ids.shape(), out.array());
  }

  private static WireTensor present(WireTensor past) {
    float[] before = past.toFloats();
    float[] values = Arrays.copyOf(before, before.length + 2);
    values[before.length] = 1;
    values[before.length + 1] = 2;
    return WireTensor.floats("present", new long[] {1, values.length / 2, 2}, values);
  }
}
