package io.sightline.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.bundle.GraphSpec;
import java.util.Map;

/**
 * What a decoder calls its tensors: the manifest's map first, then {@code genai_config.json}, then
 * the Hugging Face name. {@code %d} stands for the layer.
 */
final class TensorNames {
  private static final Map<String, String> GENAI =
      Map.of(
          "past_key", "past_key_names",
          "past_value", "past_value_names",
          "present_key", "present_key_names",
          "present_value", "present_value_names",
          "last_hidden_state", "hidden_states");
  private static final Map<String, String> HUGGING_FACE =
      Map.of(
          "past_key", "past_key_values.%d.key",
          "past_value", "past_key_values.%d.value",
          "present_key", "present.%d.key",
          "present_value", "present.%d.value");

  private final GraphSpec graph;
  private final JsonNode genai;

  TensorNames(GraphSpec graph, JsonNode genaiConfig) {
    this.graph = graph;
    this.genai = genaiConfig.at("/model/decoder");
  }

  String input(String role) {
    return graph.inputs().containsKey(role) ? graph.inputName(role) : name("inputs", role);
  }

  String output(String role) {
    return graph.outputs().containsKey(role) ? graph.outputName(role) : name("outputs", role);
  }

  private String name(String side, String role) {
    JsonNode exporter = genai.path(side).path(GENAI.getOrDefault(role, role));
    return exporter.isTextual() ? exporter.asText() : HUGGING_FACE.getOrDefault(role, role);
  }
}
