package io.sightline.report.document;

import java.util.List;

/**
 * A region that a sentence speaks of.
 *
 * @param region id of the region
 * @param score 0..1, of the mask that won
 * @param source {@code mask-decoder} or {@code specialist:<bundle>/<output>}
 * @param phrase offsets in the sentence's text of the words it belongs to, end exclusive
 */
public record Link(String region, double score, String source, List<Integer> phrase) {
  public Link {
    phrase = List.copyOf(phrase);
  }
}
