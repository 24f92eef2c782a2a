package io.sightline.bundle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is absent in a manifest is empty in its records; order is kept. */
final class Defaults {
  private Defaults() {}

  static <T> List<T> list(@Nullable List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  static <V> Map<String, V> map(@Nullable Map<String, V> given) {
    return given == null
        ? Map.of()
        : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }
}
