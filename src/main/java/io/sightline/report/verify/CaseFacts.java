package io.sightline.report.verify;

import io.sightline.report.gather.Agreement;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.FindingScores;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.segmentation.anatomy.Place;
import java.util.List;
import java.util.Set;

/**
 * All that is known of a case when its sentences are checked.
 *
 * @param scores the encoder's, of findings
 * @param regions of all sentences
 * @param sequences labels of the sequences that were given
 * @param agreements of the generalist with each specialist about structures that both know
 * @param knownPlaces structure and atlas ids, without side, that the bundle can tell
 */
public record CaseFacts(
    AnatomyContext anatomy,
    LesionHead head,
    FindingScores scores,
    List<FoundRegion> regions,
    Set<String> sequences,
    List<Agreement> agreements,
    Set<String> knownPlaces) {
  public CaseFacts {
    regions = List.copyOf(regions);
    sequences = Set.copyOf(sequences);
    agreements = List.copyOf(agreements);
    knownPlaces = Set.copyOf(knownPlaces);
  }

  public static CaseFacts of(
      AnatomyContext anatomy,
      LesionHead head,
      FindingScores scores,
      List<FoundRegion> regions,
      Set<String> sequences,
      List<Agreement> agreements) {
    Set<String> places = Where.places(anatomy);
    regions.forEach(r -> r.location().places().stream().map(Place::site).forEach(places::add));
    return new CaseFacts(anatomy, head, scores, regions, sequences, agreements, places);
  }

  /** Whether a sequence is there that the finding can be judged on. */
  boolean visible(Finding finding) {
    return finding.seenOn().isEmpty() || finding.seenOn().stream().anyMatch(sequences::contains);
  }
}
