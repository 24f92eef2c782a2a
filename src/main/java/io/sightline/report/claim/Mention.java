package io.sightline.report.claim;

import java.util.List;

/**
 * A phrase found in a sentence.
 *
 * @param at positions of its words, ascending, never empty
 */
record Mention<T>(T term, List<Integer> at) {

  int from() {
    return at.getFirst();
  }

  /** Position behind its last word. */
  int to() {
    return at.getLast() + 1;
  }

  boolean within(Mention<?> other) {
    return other.at.containsAll(at);
  }

  boolean overlaps(Mention<?> other) {
    return at.stream().anyMatch(other.at::contains);
  }

  static <T> boolean clear(List<Mention<T>> mentions, int position) {
    return mentions.stream().noneMatch(m -> m.at.contains(position));
  }
}
