package io.sightline.app.eval;

import io.sightline.report.claim.Laterality;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Something in a study that a sentence may point to.
 *
 * @param findings ids of the lexicon's findings that it shows
 * @param side of the patient; none when nothing is said of it
 * @param sites names of places in the lexicon, without their side, the most of it first
 * @param crossesMidline either side is right
 * @param anatomy a structure: it can be pointed at and is no evidence that a finding is there
 * @param all everything of its kind, for sentences that speak of all
 * @param mask NIfTI label map
 * @param labels the voxel values that belong to it; empty = every value but 0
 */
public record Target(
    String id,
    List<String> findings,
    Laterality side,
    List<String> sites,
    boolean crossesMidline,
    boolean anatomy,
    boolean all,
    Path mask,
    Set<Integer> labels) {
  public Target {
    findings = List.copyOf(findings);
    sites = List.copyOf(sites);
    labels = Set.copyOf(labels);
  }
}
