package io.sightline.dicom;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Tolerant access to values: absent, blank or unreadable ones are null or empty, never an
 * exception.
 */
final class AttributeValues {
  private static final int MAX_TEXT = 1024;

  private AttributeValues() {}

  static @Nullable String text(Attributes attributes, int tag) {
    List<String> all = texts(attributes, tag);
    return all.isEmpty() ? null : all.getFirst();
  }

  /** Trimmed values without the empty ones. */
  static List<String> texts(Attributes attributes, int tag) {
    String[] values;
    try {
      values = attributes.getStrings(tag);
    } catch (RuntimeException e) {
      return List.of();
    }
    if (values == null) {
      return List.of();
    }
    return Arrays.stream(values)
        .filter(Objects::nonNull)
        .map(v -> v.replace('\0', ' ').strip())
        .filter(v -> !v.isEmpty())
        .map(v -> v.length() > MAX_TEXT ? v.substring(0, MAX_TEXT) : v)
        .toList();
  }

  static @Nullable Double number(Attributes attributes, int tag) {
    List<Double> all = numbers(attributes, tag);
    return all.isEmpty() ? null : all.getFirst();
  }

  /** All values, or none when one of them is not a finite number. */
  static List<Double> numbers(Attributes attributes, int tag) {
    try {
      List<Double> values =
          texts(attributes, tag).stream().map(v -> Double.valueOf(v.replace(',', '.'))).toList();
      return values.stream().allMatch(v -> Double.isFinite(v)) ? values : List.of();
    } catch (NumberFormatException e) {
      return List.of();
    }
  }

  static @Nullable Integer integer(Attributes attributes, int tag) {
    Double value = number(attributes, tag);
    return value == null || Math.abs(value) > Integer.MAX_VALUE ? null : (int) Math.round(value);
  }

  static int integer(Attributes attributes, int tag, int otherwise) {
    Integer value = integer(attributes, tag);
    return value == null ? otherwise : value;
  }
}
