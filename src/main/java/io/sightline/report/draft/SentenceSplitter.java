package io.sightline.report.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Cuts a stream of text and markers into sentences as they become certain. A full stop ends a
 * sentence only once a new one begins, so that a {@code <seg>} behind it still belongs to the
 * sentence before. One use per section; not thread-safe.
 */
final class SentenceSplitter {

  /** A sentence without id and section. */
  record Raw(String text, List<SegRequest> segs) {}

  private final Consumer<Raw> out;
  private final StringBuilder text = new StringBuilder();
  private List<SegRequest> segs = new ArrayList<>();
  private int phrase;

  SentenceSplitter(Consumer<Raw> out) {
    this.out = out;
  }

  void text(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      character(piece.charAt(i));
    }
  }

  /** A token that stands in the text until it is filled. */
  void slot(String token) {
    if (endsWith(c -> Character.isLetterOrDigit(c) || c == ',')) {
      text.append(' ');
    }
    text.append(token);
  }

  void seg(float[] hidden) {
    int end = text.toString().stripTrailing().length();
    segs.add(new SegRequest(Math.min(phrase, end), end, hidden));
    phrase = end;
  }

  /** The text ends here, or a section does. */
  void end() {
    String sentence = text.toString().stripTrailing();
    if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
      out.accept(new Raw(sentence, segs));
    }
    text.setLength(0);
    segs = new ArrayList<>();
    phrase = 0;
  }

  private void character(char c) {
    if (c == '\n') {
      end();
    } else if (Character.isWhitespace(c)) {
      space();
    } else {
      if (closed()
          && SentenceEnd.begins(
              c, spaced() || !segs.isEmpty() && segs.getLast().to() == stripped())) {
        end();
      }
      if (Character.isLetterOrDigit(c) && endsWith(last -> last == '>')) {
        text.append(' ');
      }
      text.append(c);
    }
  }

  private void space() {
    if (!text.isEmpty() && !spaced()) {
      text.append(' ');
    }
  }

  private boolean spaced() {
    return !text.isEmpty() && text.charAt(text.length() - 1) == ' ';
  }

  private boolean endsWith(IntPredicate what) {
    return !text.isEmpty() && what.test(text.charAt(text.length() - 1));
  }

  private int stripped() {
    return spaced() ? text.length() - 1 : text.length();
  }

  private boolean closed() {
    int last = stripped() - 1;
    return last >= 0 && SentenceEnd.isMark(text, last);
  }
}
