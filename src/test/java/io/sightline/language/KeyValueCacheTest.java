package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.inference.FakeInferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyValueCacheTest {
  private static final List<CachePair> PAIRS =
      List.of(new CachePair("past.key", "key"), new CachePair("past.value", "value"));

  private static FakeInferenceSession session(TensorType type, Long... shape) {
    return new FakeInferenceSession(
        List.of(
            new TensorSpec("past.key", type, List.of(1L, 2L, -1L, 16L)),
            new TensorSpec("past.value", type, List.of(shape))),
        List.of(),
        (_, _) -> Map.of());
  }

  @Test
  void startsEmptyInTheGraphsTypeWithOpenAxesFromTheConfiguration() {
    FakeInferenceSession session = session(TensorType.FLOAT16, -1L, -1L, -1L, -1L);
    try (KeyValueCache cache = new KeyValueCache(session, PAIRS, 2, 16)) {
      Map<String, Tensor> inputs = new HashMap<>();
      cache.feedTo(inputs);
      assertThat(inputs.get("past.value").shape()).containsExactly(1, 2, 0, 16);
      assertThat(inputs.get("past.value").type()).isEqualTo(TensorType.FLOAT16);
    }
    assertThat(session.openTensors()).isZero();
  }

  @Test
  void advancingClosesThePastAndKeepsThePresent() {
    FakeInferenceSession session = session(TensorType.FLOAT32, 1L, 2L, -1L, 16L);
    Map<String, Tensor> inputs = new HashMap<>();
    try (KeyValueCache cache = new KeyValueCache(session, PAIRS, 0, 0)) {
      Map<String, Tensor> result = new HashMap<>();
      for (String name : List.of("key", "value", "logits")) {
        result.put(
            name, session.tensor(TensorType.FLOAT32, new long[] {1, 2, 1, 16}, new float[32]));
      }
      cache.advance(result);
      assertThat(result).containsOnlyKeys("logits");
      result.get("logits").close();
      cache.feedTo(inputs);
      assertThat(inputs.get("past.key").shape()).containsExactly(1, 2, 1, 16);
      assertThat(session.openTensors()).isEqualTo(2);
    }
    assertThat(session.openTensors()).isZero();
  }

  @Test
  void anAxisThatNobodyStatesIsAFaultOfTheBundleAndLeaksNothing() {
    FakeInferenceSession session = session(TensorType.FLOAT32, 1L, 2L, -1L, -1L);
    assertThatThrownBy(() -> new KeyValueCache(session, PAIRS, 2, 0))
        .hasMessageContaining("axis 3 of 'past.value' is not known; state language.headSize");
    assertThat(session.openTensors()).isZero();
  }
}
