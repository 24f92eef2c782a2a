package io.sightline.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the segmented anatomy must look like for the study to be of the declared body part.
 *
 * @param brainVolumeMl lowest and highest volume of all structures together; empty = not checked
 * @param minStructures structures that must be present; null = not checked
 * @param minStructureMl volume from which on one counts as present; a network scatters specks of
 *     everything over what it does not know
 */
public record Plausibility(
    List<Double> brainVolumeMl, @Nullable Integer minStructures, double minStructureMl) {
  public Plausibility {
    brainVolumeMl = Defaults.list(brainVolumeMl);
  }
}
