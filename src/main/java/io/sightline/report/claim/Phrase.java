package io.sightline.report.claim;

import java.util.ArrayList;
import java.util.List;

/**
 * Words in a row that mean something; {@link #GAP} stands for up to four others.
 *
 * @param term what they mean
 */
record Phrase<T>(List<String> words, T term) {
  static final String GAP = "...";
  private static final int LONGEST_GAP = 4;

  /** Positions of the matched words when the phrase begins at a token; empty when it does not. */
  List<Integer> matchAt(List<Token> tokens, int start) {
    List<Integer> at = new ArrayList<>();
    int next = start;
    boolean gap = false;
    for (String word : words) {
      if (word.equals(GAP)) {
        gap = true;
        continue;
      }
      int found = find(tokens, word, next, gap ? next + LONGEST_GAP : next);
      if (found < 0) {
        return List.of();
      }
      at.add(found);
      next = found + 1;
      gap = false;
    }
    return at;
  }

  private static int find(List<Token> tokens, String word, int from, int to) {
    for (int i = from; i <= to && i < tokens.size(); i++) {
      String text = tokens.get(i).text();
      if (text.equals(word)) {
        return i;
      }
      if (text.equals(";") || text.equals(".")) {
        return -1;
      }
    }
    return -1;
  }
}
