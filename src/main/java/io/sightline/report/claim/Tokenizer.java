package io.sightline.report.claim;

import io.sightline.report.lexicon.Lexicon;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into lower-case tokens in the lexicon's spelling. Hyphens part words ({@code
 * T2-weighted} is two), a decimal point does not part a number, units stay whole ({@code cm³}).
 */
final class Tokenizer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\d+(?:[.,]\\d+)?|[x×*](?=\\s*\\d)"
              + "|\\p{L}[\\p{L}\\p{N}'’]*(?:[²³]|\\^[23])?|[,;:.!?()/×*]");

  private final Lexicon lexicon;

  Tokenizer(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  List<Token> tokens(String text) {
    List<Token> out = new ArrayList<>();
    Matcher m = TOKEN.matcher(text);
    while (m.find()) {
      String word =
          Normalizer.normalize(m.group(), Normalizer.Form.NFC)
              .toLowerCase(Locale.ROOT)
              .replace('’', '\'');
      for (String part : spelled(word)) {
        out.add(new Token(part, m.start(), m.end()));
      }
    }
    return out;
  }

  /** The words of a phrase of the lexicon; the gap {@code ...} stays. */
  List<String> words(String phrase) {
    List<String> out = new ArrayList<>();
    for (String part : phrase.split("(?<=\\.\\.\\.)|(?=\\.\\.\\.)")) {
      if (part.equals(Phrase.GAP)) {
        out.add(part);
      } else {
        tokens(part).forEach(t -> out.add(t.text()));
      }
    }
    return out;
  }

  private List<String> spelled(String word) {
    List<String> joined = lexicon.joined().get(word);
    if (joined != null) {
      return joined;
    }
    String other = lexicon.spelling().get(word);
    return other == null ? List.of(word) : List.of(other.split(" "));
  }
}
