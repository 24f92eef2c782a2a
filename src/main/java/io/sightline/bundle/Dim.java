package io.sightline.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One axis of a declared shape: a number, or a name for an axis that varies ({@code S}, {@code P}).
 *
 * @param size -1 when it varies
 * @param symbol null when it is fixed
 */
public record Dim(long size, @Nullable String symbol) {

  @JsonCreator
  public static Dim of(Object written) {
    return switch (written) {
      case Number n when n.longValue() >= 0 -> new Dim(n.longValue(), null);
      case Number _ -> new Dim(-1, "?");
      default -> new Dim(-1, written.toString());
    };
  }

  public boolean isFixed() {
    return size >= 0;
  }

  /** As written in the manifest. */
  @JsonValue
  public Object written() {
    return isFixed() ? size : String.valueOf(symbol);
  }
}
