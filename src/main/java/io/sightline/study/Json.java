package io.sightline.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.shared.Warning;
import java.util.List;

/** The documents of this package in the database. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final TypeReference<List<Warning>> WARNINGS = new TypeReference<>() {};

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records can be written as JSON", e);
    }
  }

  static StoredSeries series(String json) {
    try {
      return MAPPER.readValue(json, StoredSeries.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored series cannot be read", e);
    }
  }

  static List<Warning> warnings(String json) {
    try {
      return MAPPER.readValue(json, WARNINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored warnings cannot be read", e);
    }
  }
}
