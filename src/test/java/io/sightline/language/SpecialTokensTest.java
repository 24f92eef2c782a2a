package io.sightline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.bundle.LanguageSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecialTokensTest {
  private static final String TOKENIZER =
      """
      {"added_tokens": [
        {"id": 1, "content": "<bos>", "special": true}, {"id": 2, "content": "<eos>", "special": true},
        {"id": 3, "content": "<seg>", "special": false}, {"id": 4, "content": "<volume>", "special": true},
        {"id": 5, "content": "plain", "special": false}, {"id": 106, "content": "<turn>", "special": true}],
       "model": {"vocab": {"stop": 9}}}
      """;

  private static JsonNode json(String text) {
    try {
      return text.isEmpty() ? MissingNode.getInstance() : new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ExporterFiles files(String config, String generation, String tok, String genai) {
    return new ExporterFiles(
        json(config), json(generation), json(tok), json(genai), json(TOKENIZER));
  }

  private static LanguageSpec spec(String seg, String... eos) {
    return new LanguageSpec(
        "tokenizer.json",
        null,
        null,
        null,
        null,
        null,
        seg,
        Map.of(),
        Map.of(),
        List.of(eos),
        null,
        null,
        null);
  }

  @Test
  void stopTokensAreTheUnionOfAllFiles() {
    SpecialTokens tokens =
        SpecialTokens.of(
            spec("<seg>", "stop"),
            files(
                "{\"eos_token_id\": 7}",
                "{\"eos_token_id\": [1, 106]}",
                "{\"eos_token\": {\"content\": \"<eos>\"}}",
                "{\"model\": {\"eos_token_id\": [8]}}"));
    assertThat(tokens.stops()).containsExactlyInAnyOrder(9L, 7L, 1L, 106L, 2L, 8L);
  }

  @Test
  void everyOtherSpecialTokenAndTheSegTokenAreMarkers() {
    SpecialTokens tokens = SpecialTokens.of(spec("<seg>", "<eos>"), files("", "", "", ""));
    assertThat(tokens.markers())
        .containsOnly(
            Map.entry(1L, "<bos>"),
            Map.entry(3L, "<seg>"),
            Map.entry(4L, "<volume>"),
            Map.entry(106L, "<turn>"));
  }

  @Test
  void aTokenThatTheTokenizerLacksIsAFaultOfTheBundle() {
    assertThatThrownBy(() -> SpecialTokens.of(spec("<where>"), files("", "", "", "")))
        .hasMessage("The tokenizer has no token '<where>'.");
  }

  @Test
  void sizesComeFromTheFilesThatExportersWrite() {
    ExporterFiles llama =
        files(
            "{\"hidden_size\": 64, \"num_attention_heads\": 8, \"max_position_embeddings\": 512}",
            "",
            "",
            "");
    assertThat(llama.headSize()).isEqualTo(8);
    assertThat(llama.keyValueHeads()).isEqualTo(8);
    assertThat(llama.contextLength()).isEqualTo(512);
    ExporterFiles gemma =
        files("{\"text_config\": {\"head_dim\": 256, \"num_key_value_heads\": 1}}", "", "", "");
    assertThat(gemma.headSize()).isEqualTo(256);
    assertThat(gemma.keyValueHeads()).isEqualTo(1);
    ExporterFiles genai =
        files(
            "",
            "",
            "",
            "{\"model\": {\"context_length\": 99, \"decoder\": {\"head_size\": 16,"
                + " \"num_key_value_heads\": 2}}}");
    assertThat(genai.headSize()).isEqualTo(16);
    assertThat(genai.contextLength()).isEqualTo(99);
    assertThat(files("", "", "", "").headSize()).isZero();
  }
}
