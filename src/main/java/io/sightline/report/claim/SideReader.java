package io.sightline.report.claim;

import io.sightline.report.lexicon.SideWord;
import java.util.List;

/** Which side belongs to a site or finding. */
final class SideReader {
  private static final int NEAR = 3;

  private final Clauses clauses;

  SideReader(Clauses clauses) {
    this.clauses = clauses;
  }

  /** Side named directly before a mention, or close behind it ("on the left", "bilaterally"). */
  Laterality side(Marked s, Mention<?> mention, List<? extends Mention<?>> others) {
    Laterality side = Laterality.NONE;
    for (Mention<SideWord> word : s.sides()) {
      if (isPlace(s, word)
          && (word.within(mention)
              || before(s, word, mention, others)
              || behind(s, word, mention, others))) {
        side = side.and(laterality(word.term()));
      }
    }
    return side;
  }

  /** The side after "to the": where something moved. */
  Laterality direction(Marked s, Mention<?> mention) {
    return s.sides().stream()
        .filter(
            w -> laterality(w.term()) != Laterality.NONE && precededBy(s, w, SideWord.DIRECTION))
        .filter(w -> w.from() >= mention.from() && clauses.same(s, mention, w))
        .map(w -> laterality(w.term()))
        .findFirst()
        .orElse(Laterality.NONE);
  }

  private boolean before(
      Marked s, Mention<SideWord> word, Mention<?> mention, List<? extends Mention<?>> others) {
    return word.to() <= mention.from()
        && clauses.same(s, word, mention)
        && others.stream().noneMatch(o -> o.from() >= word.to() && o.to() <= mention.from())
        && (mention.from() - word.to() <= NEAR)
        && s.words(word.to(), mention.from()).stream()
            .filter(w -> !w.equals("of"))
            .noneMatch(w -> clauses.joins(w) || w.equals(","));
  }

  private boolean behind(
      Marked s, Mention<SideWord> word, Mention<?> mention, List<? extends Mention<?>> others) {
    return word.from() >= mention.to()
        && word.from() - mention.to() <= NEAR
        && clauses.same(s, mention, word)
        && others.stream().noneMatch(o -> o.from() >= mention.to() && o.to() <= word.from())
        && !leadsOn(s, word, others);
  }

  /** The side word describes the next mention rather than the last. */
  private boolean leadsOn(Marked s, Mention<SideWord> word, List<? extends Mention<?>> others) {
    return others.stream()
        .anyMatch(
            o ->
                o.from() >= word.to()
                    && o.from() - word.to() <= NEAR
                    && s.words(word.to(), o.from()).stream()
                        .noneMatch(w -> clauses.joins(w) || w.equals(",")));
  }

  private static boolean isPlace(Marked s, Mention<SideWord> word) {
    return laterality(word.term()) != Laterality.NONE
        && !precededBy(s, word, SideWord.DIRECTION)
        && !precededBy(s, word, SideWord.NOT);
  }

  private static boolean precededBy(Marked s, Mention<SideWord> word, SideWord kind) {
    return s.sides().stream().anyMatch(o -> o.term() == kind && o.to() == word.from());
  }

  private static Laterality laterality(SideWord word) {
    return switch (word) {
      case LEFT -> Laterality.LEFT;
      case RIGHT -> Laterality.RIGHT;
      case BILATERAL -> Laterality.BILATERAL;
      case MIDLINE -> Laterality.MIDLINE;
      case DIRECTION, NOT -> Laterality.NONE;
    };
  }
}
