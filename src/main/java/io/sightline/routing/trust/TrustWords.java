package io.sightline.routing.trust;

import java.util.Locale;

/** Trust in words that a reader of a report understands. */
final class TrustWords {
  private TrustWords() {}

  static String of(Trust t) {
    return t.distrusted() ? against(t) : inFavour(t);
  }

  private static String against(Trust t) {
    return t.seasoned()
        ? words(
            "in %d of %d%s it disagreed with the reader about %s",
            t.disagreed(), t.cases(), cases(t), t.name())
        : words("its Dice for %s was measured to be %.2f", t.name(), t.prior().mean());
  }

  private static String inFavour(Trust t) {
    return t.basis() == Basis.NONE
        ? words("nothing signed speaks of its word about %s", t.name())
        : words(
            "in %d of %d%s it agreed with the reader about %s",
            t.agreed(), t.cases(), cases(t), t.name());
  }

  private static String cases(Trust t) {
    String noun = t.cases() == 1 ? "case" : "cases";
    return t.basis() == Basis.ALL
        ? " signed " + noun + " of any kind (this study has no image embedding to compare by)"
        : " similar signed " + noun;
  }

  private static String words(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
