package io.sightline.app.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the commands write.
 *
 * @param interactive a person reads along: colour, and lines that change
 */
record Terminal(PrintStream out, boolean interactive) {
  /** ANSI colours (ECMA-48 SGR). */
  enum Colour {
    GREEN(32),
    RED(31),
    YELLOW(33),
    GREY(90),
    BOLD(1);

    private final int code;

    Colour(int code) {
      this.code = code;
    }
  }

  static Terminal system() {
    boolean terminal = System.console() != null && System.console().isTerminal();
    boolean colour = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8), terminal && colour);
  }

  void line(String text) {
    out.println(text);
  }

  /** Writes over the current line. */
  void overwrite(String text) {
    out.print("\r\u001b[K" + text);
    out.flush();
  }

  String paint(Colour colour, String text) {
    return interactive ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
  }
}
