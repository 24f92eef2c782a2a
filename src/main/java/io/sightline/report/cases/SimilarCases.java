package io.sightline.report.cases;

import io.sightline.report.claim.Claim;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseHit;
import java.util.List;

/**
 * The cases that stand beside a draft.
 *
 * @param hits best first
 * @param prior one vote per finding
 */
public record SimilarCases(List<CaseHit> hits, List<VotingPrior> prior) {
  public static final SimilarCases NONE = new SimilarCases(List.of(), List.of());

  public SimilarCases {
    hits = List.copyOf(hits);
    prior = List.copyOf(prior);
  }

  /** Evidence key of a case. */
  public static String key(Case c) {
    return "case:" + c.id();
  }

  /**
   * Keys of the cases that assert what a sentence asserts: the same finding, there or not there.
   * Side and place may differ; a claim that is uncertain is shared by nobody.
   */
  public List<String> sharing(List<Claim> claims) {
    return hits.stream()
        .map(CaseHit::value)
        .filter(c -> claims.stream().anyMatch(claim -> shares(c, claim)))
        .map(SimilarCases::key)
        .toList();
  }

  private static boolean shares(Case c, Claim claim) {
    return switch (claim.presence()) {
      case PRESENT -> c.shows(claim.finding());
      case ABSENT -> !c.shows(claim.finding()) && c.says(claim.finding(), "absent");
      case UNCERTAIN -> false;
    };
  }

  /** Adds the citations to a sentence's evidence. */
  public List<String> citing(List<String> evidence, List<Claim> claims) {
    return java.util.stream.Stream.concat(evidence.stream(), sharing(claims).stream()).toList();
  }
}
