package io.sightline.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.bundle.LanguageSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which token ids end a generation and which are markers.
 *
 * @param stops union of what the manifest, {@code generation_config.json}, {@code
 *     tokenizer_config.json}, {@code config.json} and {@code genai_config.json} say
 * @param markers text of every other special token by id
 */
record SpecialTokens(Set<Long> stops, Map<Long, String> markers) {
  SpecialTokens {
    stops = Set.copyOf(stops);
    markers = Map.copyOf(markers);
  }

  /**
   * @throws ProblemException {@code invalid_bundle} when the manifest names a token that the
   *     tokenizer does not have
   */
  static SpecialTokens of(LanguageSpec spec, ExporterFiles files) {
    Map<String, Long> ids = new HashMap<>();
    Map<Long, String> markers = new HashMap<>();
    for (JsonNode token : files.tokenizer().path("added_tokens")) {
      ids.put(token.path("content").asText(), token.path("id").asLong());
      if (token.path("special").asBoolean()) {
        markers.put(token.path("id").asLong(), token.path("content").asText());
      }
    }
    Set<Long> stops = new HashSet<>();
    spec.eos().forEach(token -> stops.add(id(token, ids, files)));
    addIds(stops, files.generation().path("eos_token_id"));
    addIds(stops, files.config().path("eos_token_id"));
    addIds(stops, files.genai().at("/model/eos_token_id"));
    addToken(stops, files.tokenizerConfig().path("eos_token"), ids, files);
    String seg = spec.segToken();
    if (seg != null) {
      markers.put(id(seg, ids, files), seg);
    }
    markers.keySet().removeAll(stops);
    return new SpecialTokens(stops, markers);
  }

  private static long id(String token, Map<String, Long> added, ExporterFiles files) {
    JsonNode inVocabulary = files.tokenizer().at("/model/vocab").path(token);
    if (!added.containsKey(token) && !inVocabulary.isIntegralNumber()) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "The tokenizer has no token '" + token + "'.");
    }
    return added.getOrDefault(token, inVocabulary.asLong());
  }

  private static void addIds(Set<Long> stops, JsonNode written) {
    if (written.isIntegralNumber()) {
      stops.add(written.asLong());
    }
    written.forEach(e -> stops.add(e.asLong()));
  }

  private static void addToken(
      Set<Long> stops, JsonNode written, Map<String, Long> added, ExporterFiles files) {
    String token = written.isTextual() ? written.asText() : written.path("content").asText("");
    if (!token.isEmpty()) {
      stops.add(id(token, added, files));
    }
  }
}
