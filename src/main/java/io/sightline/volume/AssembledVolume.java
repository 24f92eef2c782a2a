package io.sightline.volume;

import io.sightline.shared.Warning;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A volume that is known but not yet loaded: its grid and the frames that fill it. {@link
 * VolumeLoader} fills it.
 *
 * @param modality DICOM Modality, for example {@code MR}
 * @param slices in ascending order along the grid's third axis; where the series has gaps, fewer
 *     than the grid has planes
 */
public record AssembledVolume(
    VolumeGeometry geometry,
    String modality,
    List<Slice> slices,
    SequenceGuess guess,
    List<Warning> warnings) {
  public AssembledVolume {
    slices = List.copyOf(slices);
    warnings = List.copyOf(warnings);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("a volume needs slices");
    }
  }

  /**
   * The SOP Instance UID behind each plane k of the grid; where a slice is missing, its nearest
   * neighbour's.
   */
  public List<String> sopInstanceUids() {
    return IntStream.range(0, geometry.nz()).mapToObj(k -> nearest(k).sopInstanceUid()).toList();
  }

  /** The slice that lies nearest to plane {@code k}. */
  public Slice nearest(int k) {
    return slices.stream().min(Comparator.comparingDouble(s -> Math.abs(s.k() - k))).orElseThrow();
  }
}
