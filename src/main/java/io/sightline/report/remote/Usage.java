package io.sightline.report.remote;

/**
 * Tokens of one answer; both 0 when no language model was asked.
 *
 * @param cut the token limit ended the answer
 */
public record Usage(int promptTokens, int completionTokens, boolean cut) {
  public static final Usage NONE = new Usage(0, 0, false);

  /** Of two requests for one answer; the later one says whether it was cut. */
  public Usage and(Usage later) {
    return new Usage(
        promptTokens + later.promptTokens, completionTokens + later.completionTokens, later.cut);
  }
}
