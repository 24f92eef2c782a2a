package io.sightline.language;

import java.util.Arrays;

/**
 * Text out of a stream of tokens, in whole characters. A token may be a part of a character (bytes)
 * and may read differently at the start of a text (a dropped leading space), so new tokens are
 * decoded together with a window of tokens before them, and what does not end in a whole character
 * waits. The pieces concatenate to the text of all tokens. Not thread-safe.
 */
final class Detokenizer {
  private static final char INCOMPLETE = '\uFFFD';
  private static final int CONTEXT = 6;

  private final TextTokenizer tokenizer;
  private long[] window;
  private int read;

  /**
   * @param prompt the tokens before; their end is the first window
   */
  Detokenizer(TextTokenizer tokenizer, long[] prompt) {
    this.tokenizer = tokenizer;
    this.window = Arrays.copyOfRange(prompt, Math.max(0, prompt.length - CONTEXT), prompt.length);
    this.read = window.length;
  }

  /** The text that this token completes; often empty. */
  String push(long token) {
    append(token);
    String text = unread();
    return text.isEmpty() || text.charAt(text.length() - 1) == INCOMPLETE ? "" : accept(text);
  }

  /** What still waits; bytes that never became a character read as U+FFFD. */
  String flush() {
    return accept(unread());
  }

  /** A special token that is not shown but separates what is before from what comes after. */
  void skip(long token) {
    window = new long[] {token};
    read = 1;
  }

  private void append(long token) {
    window = Arrays.copyOf(window, window.length + 1);
    window[window.length - 1] = token;
  }

  private String unread() {
    String before = tokenizer.decode(Arrays.copyOf(window, read));
    String all = tokenizer.decode(window);
    return all.length() > before.length() ? all.substring(before.length()) : "";
  }

  private String accept(String text) {
    window = Arrays.copyOfRange(window, read, window.length);
    read = window.length;
    return text;
  }
}
