package io.sightline.report.draft;

import java.util.List;

/**
 * A sentence as the model wrote it.
 *
 * @param id {@code s1}, {@code s2}, … in reading order
 * @param section name of its section
 * @param text may hold slot tokens such as {@code <max-diameter>}
 */
public record DraftSentence(String id, String section, String text, List<SegRequest> segs) {
  public DraftSentence {
    segs = List.copyOf(segs);
  }
}
