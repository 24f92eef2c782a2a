package io.sightline.retrieval;

import io.sightline.retrieval.CaseHit.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009): a case scores the sum of 1 / (60
 * + rank) over the rankings that hold it, so that scores of different kinds need no common scale.
 * Not thread-safe.
 */
final class RankFusion {
  private static final int SMOOTHING = 60;

  private final Map<String, Map<String, Place>> places = new LinkedHashMap<>();

  /** What the rankings make of one case. */
  record Fused(String caseId, double score, Map<String, Place> rankings) {}

  RankFusion add(String ranking, List<Match> bestFirst) {
    int rank = 0;
    for (Match m : bestFirst) {
      places
          .computeIfAbsent(m.caseId(), _ -> new LinkedHashMap<>())
          .put(ranking, new Place(++rank, m.score()));
    }
    return this;
  }

  /** Best first; equal scores in the order of their ids, so that an answer can be repeated. */
  List<Fused> best() {
    List<Fused> out = new ArrayList<>();
    places.forEach((id, in) -> out.add(new Fused(id, score(in), in)));
    out.sort(Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::caseId));
    return out;
  }

  private static double score(Map<String, Place> in) {
    return in.values().stream().mapToDouble(p -> 1.0 / (SMOOTHING + p.rank())).sum();
  }
}
