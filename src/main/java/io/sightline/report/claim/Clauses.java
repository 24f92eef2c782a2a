package io.sightline.report.claim;

import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.WordClass;

/** Parts of a sentence whose sites, sides and sizes do not mix. */
final class Clauses {
  private final Lexicon lexicon;

  Clauses(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  boolean same(Marked s, Mention<?> a, Mention<?> b) {
    int from = Math.min(a.to(), b.to());
    int to = Math.max(a.from(), b.from());
    return same(s, from, to);
  }

  boolean same(Marked s, int from, int to) {
    for (int i = from; i < to; i++) {
      if (parts(s, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean parts(Marked s, int i) {
    String word = s.tokens().get(i).text();
    if (word.equals(";") || word.equals(".") || word.equals(":")) {
      return true;
    }
    String two = i + 1 < s.tokens().size() ? word + " " + s.tokens().get(i + 1).text() : word;
    return lexicon.is(WordClass.CLAUSE, word) || lexicon.is(WordClass.CLAUSE, two);
  }

  /** Whether the words between are only commas, "and", "or" and what belongs to a list. */
  boolean list(Marked s, int from, int to) {
    return s.words(from, to).stream().allMatch(w -> w.matches("[,/]|and|or|nor|as|well"))
        || (to - from <= 3 && s.words(from, to).stream().noneMatch(this::joins));
  }

  /** A verb or preposition: what stands before it does not describe what stands behind. */
  boolean joins(String word) {
    return lexicon.is(WordClass.VERBS, word) || lexicon.is(WordClass.PREPOSITIONS, word);
  }
}
