package io.sightline.report.draft;

import java.util.Locale;
import java.util.Set;

/** Where a sentence ends: not at a decimal point, an abbreviation or an initial. */
final class SentenceEnd {
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "approx", "ca", "cf", "dr", "e.g", "fig", "i.e", "incl", "lt", "max", "min", "mr", "no",
          "nr", "prof", "resp", "rt", "st", "vs");

  private SentenceEnd() {}

  /** Whether the mark at {@code at} may end a sentence; what follows decides the rest. */
  static boolean isMark(CharSequence text, int at) {
    char c = text.charAt(at);
    return c == '!' || c == '?' || (c == '.' && !abbreviated(text, at));
  }

  /**
   * Whether the text behind a mark begins a new sentence.
   *
   * @param next first character that is no white space
   * @param spaced white space stands between
   */
  static boolean begins(char next, boolean spaced) {
    return spaced && !Character.isLowerCase(next);
  }

  private static boolean abbreviated(CharSequence text, int at) {
    int start = at;
    while (start > 0
        && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
      start--;
    }
    String word = text.subSequence(start, at).toString().toLowerCase(Locale.ROOT);
    boolean initial = word.length() == 1 && Character.isUpperCase(text.charAt(start));
    return initial || ABBREVIATIONS.contains(word);
  }
}
