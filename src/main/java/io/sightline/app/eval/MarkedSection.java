package io.sightline.app.eval;

/**
 * The part of a Markdown document between two markers that name a set; the rest is left alone, so
 * that one document holds several sets and words of a person.
 */
public final class MarkedSection {
  private static final String HEAD =
      """
      # Evaluation

      How the served product did on sets of cases with known truth: every table is written by the command above it.
      [What the measures mean](reference/evaluation.md).

      """;

  private MarkedSection() {}

  /**
   * The document with this section in place of the earlier one of the same set, or behind all
   * others.
   *
   * @param document empty when there is none yet
   */
  public static String put(String document, String set, String section) {
    String begin = "<!-- sightline eval %s: begin -->\n".formatted(set);
    String end = "<!-- sightline eval %s: end -->\n".formatted(set);
    String marked = begin + section.stripTrailing() + "\n" + end;
    int from = document.indexOf(begin);
    int to = document.indexOf(end);
    if (from >= 0 && to > from) {
      return document.substring(0, from) + marked + document.substring(to + end.length());
    }
    String before = document.isBlank() ? HEAD : document.stripTrailing() + "\n\n";
    return before + marked;
  }
}
