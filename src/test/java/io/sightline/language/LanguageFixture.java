package io.sightline.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * A tiny random decoder of {@code src/test/resources/language}, made by {@code
 * models/kit/fixtures}, with the numbers that its training framework gives.
 */
record LanguageFixture(Bundle bundle, JsonNode golden) {

  static LanguageFixture of(String name) {
    try {
      Path folder =
          Path.of(LanguageFixture.class.getResource("/language/" + name + "/bundle.yaml").toURI())
              .getParent();
      JsonNode golden = new ObjectMapper().readTree(folder.resolve("golden.json").toFile());
      return new LanguageFixture(new BundleReader().read(folder), golden);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  String prompt() {
    return golden.path("prompt").asText();
  }

  long[] inputIds() {
    return longs(golden.path("inputIds"));
  }

  long[] greedy() {
    return longs(golden.path("greedy"));
  }

  float[] logits(int step) {
    return floats(golden.path("logits").path(step));
  }

  float[] state(String name) {
    return floats(golden.path(name));
  }

  static float[] floats(JsonNode array) {
    float[] out = new float[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.get(i).floatValue();
    }
    return out;
  }

  private static long[] longs(JsonNode array) {
    long[] out = new long[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.get(i).asLong();
    }
    return out;
  }
}
