package io.sightline.retrieval;

import java.util.Map;

/**
 * A found case.
 *
 * @param score reciprocal-rank sum over the rankings; comparable within one answer only
 * @param rankings place and score in each ranking that found it: {@code image}, {@code words},
 *     {@code sentences}
 */
public record CaseHit(Case value, double score, Map<String, Place> rankings) {
  public CaseHit {
    rankings = Map.copyOf(rankings);
  }

  /**
   * A place in one ranking.
   *
   * @param rank 1 is the best
   * @param score as the ranking measures it; see {@link Match}
   */
  public record Place(int rank, double score) {}
}
