package io.sightline.report.document;

import io.sightline.report.claim.Claim;
import java.util.List;

/**
 * One sentence of a report.
 *
 * @param start offset of its first character in the report's plain text (sentences joined by one
 *     space, sections by one line break)
 * @param end offset behind its last character
 * @param noRegion the model asked for no region, or what it asked for was not found
 * @param evidence ids of the evidence that the verdict rests on
 */
public record Sentence(
    String id,
    String text,
    int start,
    int end,
    List<Link> links,
    boolean noRegion,
    List<String> evidence,
    List<Claim> claims,
    Verdict verdict,
    Review review) {
  public Sentence {
    links = List.copyOf(links);
    evidence = List.copyOf(evidence);
    claims = List.copyOf(claims);
  }

  /** The words that count: the reader's where there are any, the model's otherwise. */
  public String words() {
    String edited = review.text();
    return edited == null ? text : edited;
  }

  /** The same sentence with another review. */
  public Sentence reviewed(Review by) {
    return new Sentence(id, text, start, end, links, noRegion, evidence, claims, verdict, by);
  }
}
