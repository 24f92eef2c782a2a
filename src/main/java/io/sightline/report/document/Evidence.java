package io.sightline.report.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One fact with its source.
 *
 * @param kind {@code mask}, {@code score}, {@code measurement}, {@code case} or {@code metadata}
 * @param value what is known; numbers carry their unit in the key
 */
public record Evidence(String id, String kind, String source, Map<String, Object> value) {
  public Evidence {
    value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
  }
}
