package io.sightline.routing;

import java.util.Arrays;
import java.util.List;

/**
 * Which specialists the reader asked for: those that are worth it, none, or named ones.
 *
 * @param named empty unless {@code kind} is {@link Kind#NAMED}
 */
public record Wishes(Kind kind, List<String> named) {
  public Wishes {
    named = List.copyOf(named);
    if ((kind == Kind.NAMED) == named.isEmpty()) {
      throw new IllegalArgumentException("only named wishes name specialists");
    }
  }

  /** The three ways of asking. */
  public enum Kind {
    AUTO,
    NONE,
    NAMED
  }

  /**
   * @param stored {@code auto}, {@code none}, or ids with commas between; an empty list is none
   */
  public static Wishes of(String stored) {
    List<String> ids =
        Arrays.stream(stored.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return switch (stored) {
      case "auto" -> new Wishes(Kind.AUTO, List.of());
      case "none" -> new Wishes(Kind.NONE, List.of());
      default -> ids.isEmpty() ? new Wishes(Kind.NONE, List.of()) : new Wishes(Kind.NAMED, ids);
    };
  }
}
