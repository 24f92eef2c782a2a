package io.sightline.report.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds phrases in a sentence: leftmost first, longest first, never overlapping. */
final class PhraseIndex<T> {
  private final Map<String, List<Phrase<T>>> byFirstWord = new HashMap<>();

  void add(List<String> words, T term) {
    if (words.isEmpty()) {
      return;
    }
    List<Phrase<T>> bucket = byFirstWord.computeIfAbsent(words.getFirst(), _ -> new ArrayList<>());
    if (bucket.stream().noneMatch(p -> p.words().equals(words))) {
      bucket.add(new Phrase<>(words, term));
      bucket.sort(Comparator.comparingInt((Phrase<T> p) -> -p.words().size()));
    }
  }

  /** A phrase whose last word may also stand in the plural. */
  void addNoun(List<String> words, T singular, T plural) {
    add(words, singular);
    if (!words.isEmpty() && !words.contains(Phrase.GAP)) {
      for (String last : plurals(words.getLast())) {
        List<String> many = new ArrayList<>(words);
        many.set(many.size() - 1, last);
        add(many, plural);
      }
    }
  }

  List<Mention<T>> find(List<Token> tokens) {
    List<Mention<T>> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      int at = i;
      if (Mention.clear(found, i)) {
        byFirstWord.getOrDefault(tokens.get(i).text(), List.of()).stream()
            .map(p -> new Mention<>(p.term(), p.matchAt(tokens, at)))
            .filter(m -> !m.at().isEmpty())
            .findFirst()
            .ifPresent(found::add);
      }
    }
    return found;
  }

  static Set<String> plurals(String word) {
    if (word.endsWith("y")
        && word.length() > 2
        && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0) {
      return Set.of(word.substring(0, word.length() - 1) + "ies");
    }
    if (word.endsWith("s") || word.endsWith("x") || word.endsWith("ch")) {
      return Set.of(word + "es");
    }
    return Set.of(word + "s");
  }
}
