package io.sightline.app.eval;

import io.sightline.report.document.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How one sentence did.
 *
 * @param finding what it is about; null when it claims nothing
 * @param sideRight null where that cannot be said
 * @param siteRight null where that cannot be said
 * @param grounding null when it asks for no region
 */
public record SentenceScore(
    String text,
    Verdict.Status verdict,
    @Nullable String finding,
    @Nullable Boolean sideRight,
    @Nullable Boolean siteRight,
    @Nullable Grounding grounding) {

  /**
   * A region that was asked for.
   *
   * @param there whether there is something to point at
   * @param drawn whether there is a region
   * @param dice with what is there; 0 when there is nothing or no region
   * @param source of the region, as its link has it; null without one
   */
  public record Grounding(boolean there, boolean drawn, double dice, @Nullable String source) {}
}
