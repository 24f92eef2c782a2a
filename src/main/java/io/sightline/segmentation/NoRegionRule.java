package io.sightline.segmentation;

import io.sightline.bundle.MaskDecoderSpec;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the best candidate is a region at all. Saying "no region" is better than pointing
 * at the wrong place.
 *
 * @param noRegionBelow predicted quality that the best candidate must reach, 0..1
 */
public record NoRegionRule(double noRegionBelow) {

  public static NoRegionRule of(@Nullable MaskDecoderSpec spec) {
    return new NoRegionRule(spec == null ? 0 : spec.noRegionBelow());
  }

  /** Either a candidate or the reason why there is none. */
  public sealed interface Choice {
    /** The candidate to use. */
    record Region(MaskCandidate candidate) implements Choice {}

    /**
     * Nothing to point at.
     *
     * @param reason one sentence
     */
    record None(String reason) implements Choice {}
  }

  /**
   * @param candidates best predicted quality first
   */
  public Choice choose(List<MaskCandidate> candidates) {
    if (candidates.isEmpty()) {
      return new Choice.None("The mask decoder gave no candidate.");
    }
    MaskCandidate best = candidates.getFirst();
    if (best.quality() < noRegionBelow) {
      return new Choice.None(
          String.format(
              Locale.ROOT,
              "The best mask's predicted quality %.2f is below %.2f.",
              best.quality(),
              noRegionBelow));
    }
    return candidates.stream()
        .filter(c -> c.quality() >= noRegionBelow && hasInside(c))
        .findFirst()
        .<Choice>map(Choice.Region::new)
        .orElseGet(() -> new Choice.None("The predicted mask is empty."));
  }

  private static boolean hasInside(MaskCandidate candidate) {
    for (float logit : candidate.logits().voxels()) {
      if (logit > 0) {
        return true;
      }
    }
    return false;
  }
}
