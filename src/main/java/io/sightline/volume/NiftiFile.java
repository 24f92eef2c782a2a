package io.sightline.volume;

import io.sightline.shared.Warning;
import java.util.List;

/**
 * What a NIfTI file held.
 *
 * @param volumes one, or one per step of a fourth axis, all on the same grid
 */
public record NiftiFile(List<Volume> volumes, List<Warning> warnings) {
  public NiftiFile {
    volumes = List.copyOf(volumes);
    warnings = List.copyOf(warnings);
  }
}
