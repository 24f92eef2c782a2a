package io.sightline.report.ground;

import io.sightline.report.claim.Reading;
import io.sightline.report.document.Link;
import io.sightline.report.draft.DraftSentence;
import java.util.List;

/**
 * A sentence with its regions.
 *
 * @param text slots filled
 * @param reading of the filled text
 * @param unmeasured the text had a slot and there was no region to measure
 * @param notes why a requested region is missing, in words
 */
public record GroundedSentence(
    DraftSentence draft,
    String text,
    Reading reading,
    List<Link> links,
    List<FoundRegion> regions,
    boolean unmeasured,
    List<String> notes) {
  public GroundedSentence {
    links = List.copyOf(links);
    regions = List.copyOf(regions);
    notes = List.copyOf(notes);
  }
}
