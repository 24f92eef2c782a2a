package io.sightline.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.bundle.Bundle;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.IOException;

/**
 * The files that exporters write beside a graph, as trees; empty where the manifest does not list
 * one, so that nothing unhashed is read.
 *
 * @param config {@code config.json}
 * @param generation {@code generation_config.json}
 * @param tokenizerConfig {@code tokenizer_config.json}
 * @param genai {@code genai_config.json}
 * @param tokenizer {@code tokenizer.json}
 */
record ExporterFiles(
    JsonNode config,
    JsonNode generation,
    JsonNode tokenizerConfig,
    JsonNode genai,
    JsonNode tokenizer) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ExporterFiles of(Bundle bundle, String tokenizerPath) {
    String folder = tokenizerPath.substring(0, tokenizerPath.lastIndexOf('/') + 1);
    return new ExporterFiles(
        read(bundle, folder + "config.json"),
        read(bundle, folder + "generation_config.json"),
        read(bundle, folder + "tokenizer_config.json"),
        read(bundle, folder + "genai_config.json"),
        read(bundle, tokenizerPath));
  }

  private static JsonNode read(Bundle bundle, String path) {
    if (!bundle.manifest().lists(path)) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(bundle.file(path).toFile());
    } catch (IOException e) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "'" + path + "' of the bundle is no JSON.", e);
    }
  }

  /** {@code text_config} where the model is the text part of a larger one. */
  private JsonNode textConfig() {
    return config.has("text_config") ? config.get("text_config") : config;
  }

  /** Width of one key or value; 0 where no file says. */
  int headSize() {
    int stated = first(genai.at("/model/decoder/head_size"), textConfig().path("head_dim")).asInt();
    int heads = textConfig().path("num_attention_heads").asInt();
    return stated > 0 || heads == 0 ? stated : textConfig().path("hidden_size").asInt() / heads;
  }

  /** Key-value heads; 0 where no file says. */
  int keyValueHeads() {
    return first(
            genai.at("/model/decoder/num_key_value_heads"),
            textConfig().path("num_key_value_heads"),
            textConfig().path("num_attention_heads"))
        .asInt();
  }

  /** Positions; 0 where no file says. */
  int contextLength() {
    return first(genai.at("/model/context_length"), textConfig().path("max_position_embeddings"))
        .asInt();
  }

  private static JsonNode first(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      if (node.isNumber() && node.asInt() > 0) {
        return node;
      }
    }
    return MissingNode.getInstance();
  }
}
