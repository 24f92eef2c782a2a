package io.sightline.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * What to look for; at least one of image and text.
 *
 * @param k how many cases at most, 1 to {@value #MOST}
 */
public record CaseQuery(
    @Nullable CaseEmbedding image, @Nullable String text, CaseFilter filter, int k) {
  public static final int MOST = 100;
  public static final int LONGEST_TEXT = 1000;

  public CaseQuery {
    if (image == null && text == null) {
      throw new IllegalArgumentException("nothing to look for");
    }
    if (k < 1 || k > MOST || text != null && text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("out of bounds");
    }
  }
}
