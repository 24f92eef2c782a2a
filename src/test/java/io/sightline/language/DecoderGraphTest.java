package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.GraphSpec.TensorDecl;
import io.sightline.inference.FakeInferenceSession;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which decoders are run and which are refused, in words. */
class DecoderGraphTest {
  private static final TensorNames USUAL =
      new TensorNames(new GraphSpec("model.onnx", null, null), MissingNode.getInstance());

  private static TensorSpec ids(String name, long... shape) {
    return new TensorSpec(name, TensorType.INT64, Arrays.stream(shape).boxed().toList());
  }

  private static TensorSpec floats(String name, long... shape) {
    return new TensorSpec(name, TensorType.FLOAT32, Arrays.stream(shape).boxed().toList());
  }

  private static DecoderGraph graph(TensorNames names, List<TensorSpec> in, List<TensorSpec> out) {
    return DecoderGraph.of(new FakeInferenceSession(in, out, (_, _) -> Map.of()), names);
  }

  private static final List<TensorSpec> KEYS_THEN_VALUES =
      List.of(
          floats("present.0.key", 1, 2, -1, 8),
          floats("present.1.key", 1, 2, -1, 8),
          floats("present.0.value", 1, 2, -1, 8),
          floats("present.1.value", 1, 2, -1, 8),
          floats("hidden_states", 1, -1, 32),
          floats("logits", 1, -1, 99));

  private static List<TensorSpec> inputs(TensorSpec... first) {
    return java.util.stream.Stream.concat(
            Arrays.stream(first),
            java.util.stream.Stream.of(
                floats("past_key_values.0.key", 1, 2, -1, 8),
                floats("past_key_values.0.value", 1, 2, -1, 8),
                floats("past_key_values.1.key", 1, 2, -1, 8),
                floats("past_key_values.1.value", 1, 2, -1, 8)))
        .toList();
  }

  @Test
  void pastAndPresentArePairedByNameWhateverTheirOrder() {
    DecoderGraph graph =
        graph(
            USUAL,
            inputs(ids("input_ids", -1, -1), ids("attention_mask", -1, -1)),
            KEYS_THEN_VALUES);
    assertThat(graph.cache())
        .containsExactlyInAnyOrder(
            new CachePair("past_key_values.0.key", "present.0.key"),
            new CachePair("past_key_values.0.value", "present.0.value"),
            new CachePair("past_key_values.1.key", "present.1.key"),
            new CachePair("past_key_values.1.value", "present.1.value"));
    assertThat(graph.positions()).isNull();
    assertThat(graph.hidden()).isEqualTo("hidden_states");
    assertThat(graph.embeds()).isFalse();
  }

  @Test
  void theManifestAndThenTheGenaiConfigRenameTensors() throws JsonProcessingException {
    GraphSpec spec =
        new GraphSpec(
            "model.onnx",
            Map.of("past_key", new TensorDecl("k_%d", null, null)),
            Map.of("last_hidden_state", new TensorDecl("norm", null, null)));
    TensorNames names =
        new TensorNames(
            spec,
            new ObjectMapper()
                .readTree(
                    "{\"model\":{\"decoder\":{\"inputs\":{\"input_ids\":\"ids\",\"past_key_names\":\"no.%d\","
                        + "\"past_value_names\":\"v_%d\"},\"outputs\":{\"present_key_names\":\"ko_%d\"}}}}"));
    DecoderGraph graph =
        graph(
            names,
            List.of(ids("ids", 1, -1), floats("k_0", 1, 2, -1, 8), floats("v_0", 1, 2, -1, 8)),
            List.of(
                floats("ko_0", 1, 2, -1, 8),
                floats("present.0.value", 1, 2, -1, 8),
                floats("norm", 1, -1, 32),
                floats("logits", 1, -1, 99)));
    assertThat(graph.tokens().name()).isEqualTo("ids");
    assertThat(graph.cache())
        .containsExactly(new CachePair("k_0", "ko_0"), new CachePair("v_0", "present.0.value"));
    assertThat(graph.hidden()).isEqualTo("norm");
  }

  @Test
  void whatCannotBeRunIsRefusedInWords() {
    refused("neither input_ids nor inputs_embeds", inputs(ids("tokens", 1, -1)));
    refused("multimodal rope", inputs(ids("input_ids", 1, -1), ids("position_ids", 3, 1, -1)));
    refused("no batch of sequences", inputs(ids("input_ids", -1)));
    refused("without a key-value cache", List.of(ids("input_ids", 1, -1)));
    refused(
        "inputs that are not known: [block_table]",
        inputs(ids("input_ids", 1, -1), ids("block_table", -1)));
  }

  private static void refused(String words, List<TensorSpec> inputs) {
    assertThatThrownBy(() -> graph(USUAL, inputs, KEYS_THEN_VALUES)).hasMessageContaining(words);
  }
}
