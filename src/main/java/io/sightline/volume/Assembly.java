package io.sightline.volume;

import io.sightline.shared.Warning;
import java.util.List;

/**
 * What became of one series: no volume (a scout, a report), one, or several (time points,
 * b-values).
 *
 * @param warnings about the series as a whole, among them the reason when there is no volume
 */
public record Assembly(List<AssembledVolume> volumes, List<Warning> warnings) {
  public Assembly {
    volumes = List.copyOf(volumes);
    warnings = List.copyOf(warnings);
  }
}
