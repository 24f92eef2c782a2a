package io.sightline.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fake keeps the contract, so tests that use it say something about the real one. */
class FakeInferenceSessionTest extends InferenceSessionContract {
  private FakeInferenceSession session;

  @Override
  protected InferenceSession open() {
    session =
        new FakeInferenceSession(
            List.of(
                spec("x", TensorType.FLOAT32, 1, -1),
                spec("half", TensorType.FLOAT16, 2),
                spec("ids", TensorType.INT64, -1),
                spec("flag", TensorType.BOOL, 1),
                spec("small", TensorType.INT32, 1),
                spec("byte", TensorType.UINT8, 1),
                spec("past", TensorType.FLOAT32, 1, -1, 2)),
            List.of(
                spec("twice", TensorType.FLOAT32, 1, -1),
                spec("half_plus", TensorType.FLOAT16, 2),
                spec("next", TensorType.INT64, -1),
                spec("not", TensorType.BOOL, 1),
                spec("small_out", TensorType.INT32, 1),
                spec("byte_out", TensorType.UINT8, 1),
                spec("present", TensorType.FLOAT32, 1, -1, 2)),
            FakeInferenceSessionTest::arithmetic);
    return session;
  }

  @Override
  protected long openTensors() {
    return session.openTensors();
  }

  private static TensorSpec spec(String name, TensorType type, long... shape) {
    return new TensorSpec(name, type, java.util.Arrays.stream(shape).boxed().toList());
  }

  private static Map<String, Tensor> arithmetic(FakeInferenceSession s, Map<String, Tensor> in) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    out.put("twice", floats(s, in.get("x"), 2, 0));
    out.put("half_plus", floats(s, in.get("half"), 1, 1));
    out.put("next", longs(s, in.get("ids"), 1));
    out.put(
        "not",
        s.tensor(TensorType.BOOL, new long[] {1}, new long[] {1 - in.get("flag").toLongs()[0]}));
    out.put("small_out", longs(s, in.get("small"), 0));
    out.put("byte_out", longs(s, in.get("byte"), 0));
    float[] past = in.get("past").toFloats();
    float[] present = java.util.Arrays.copyOf(past, past.length + 2);
    present[past.length] = 1;
    present[past.length + 1] = 2;
    out.put(
        "present", s.tensor(TensorType.FLOAT32, new long[] {1, present.length / 2, 2}, present));
    return out;
  }

  private static Tensor floats(FakeInferenceSession s, Tensor t, float factor, float offset) {
    float[] v = t.toFloats();
    for (int i = 0; i < v.length; i++) {
      v[i] = v[i] * factor + offset;
    }
    return s.tensor(t.type(), t.shape(), v);
  }

  private static Tensor longs(FakeInferenceSession s, Tensor t, long offset) {
    long[] v = t.toLongs();
    for (int i = 0; i < v.length; i++) {
      v[i] += offset;
    }
    return s.tensor(t.type(), t.shape(), v);
  }
}
