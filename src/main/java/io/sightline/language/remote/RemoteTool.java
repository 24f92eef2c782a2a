package io.sightline.language.remote;

import java.util.List;

/**
 * Something that a remote model may ask for instead of answering.
 *
 * @param name as the model calls it: letters, digits, underscores
 * @param description what it gives and when to use it, in words
 */
public record RemoteTool(String name, String description, List<Argument> arguments) {
  public RemoteTool {
    arguments = List.copyOf(arguments);
    if (!name.matches("[a-z0-9_]{1,64}")) {
      throw new IllegalArgumentException("no name for a tool: " + name);
    }
  }

  /**
   * One argument.
   *
   * @param wholeNumber a whole number; otherwise text
   * @param choices the only values of a text; empty = any
   */
  public record Argument(
      String name,
      String description,
      boolean wholeNumber,
      List<String> choices,
      boolean required) {
    public Argument {
      choices = List.copyOf(choices);
    }

    /** A text that has to be given. */
    public static Argument text(String name, String description) {
      return new Argument(name, description, false, List.of(), true);
    }

    /** A text that may be given. */
    public static Argument optionalText(String name, String description) {
      return new Argument(name, description, false, List.of(), false);
    }

    /** One of these has to be given. */
    public static Argument oneOf(String name, String description, List<String> choices) {
      return new Argument(name, description, false, choices, true);
    }

    /** A whole number that may be given. */
    public static Argument number(String name, String description) {
      return new Argument(name, description, true, List.of(), false);
    }
  }
}
