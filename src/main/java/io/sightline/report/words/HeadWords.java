package io.sightline.report.words;

import io.sightline.report.ground.LesionPart;
import io.sightline.report.lexicon.Finding;
import java.util.List;
import java.util.Locale;

/** What the lesion head sees, in the server's own words. */
public final class HeadWords {
  private HeadWords() {}

  /**
   * {@code The lesion head sees 12.3 mL of mass in 1 part, in the left frontal lobe (100 %).}
   *
   * @param ml of all parts together
   * @param parts largest first
   */
  public static String of(Finding f, double ml, List<LesionPart> parts) {
    if (parts.isEmpty()) {
      return "The lesion head sees no %s.".formatted(f.name());
    }
    String where = PlaceWords.ofBox(parts.getFirst().location());
    String which = parts.size() == 1 ? "" : "the largest ";
    return String.format(
        Locale.ROOT,
        "The lesion head sees %.1f mL of %s in %d part%s%s.",
        ml,
        f.name(),
        parts.size(),
        parts.size() == 1 ? "" : "s",
        where.isEmpty() ? "" : ", " + which + "in " + where);
  }
}
