package io.sightline.volume.preprocess;

import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * From scanner volumes to the model grid, as {@link PreprocessSpec} declares: extent grid of the
 * reference volume, its foreground, the crop from it, then every volume straight onto the crop, its
 * intensities scaled there, and what is declared to be trimmed cut off. Thread-safe.
 */
public final class Preprocessor {
  private final PreprocessSpec spec;

  public Preprocessor(PreprocessSpec spec) {
    this.spec = spec;
  }

  /**
   * @param volumes by slot name, in the order in which they are preferred as the reference
   * @throws ProblemException {@code no_volume} when none is given, {@code geometry} when the
   *     reference's extent is absurd, {@code cancelled}
   */
  public Prepared prepare(SequencedMap<String, Volume> volumes, Cancellation cancellation) {
    if (volumes.isEmpty()) {
      throw new ProblemException(
          ErrorCode.NO_VOLUME, "None of the sequences that the model reads is present.");
    }
    Volume reference = volumes.firstEntry().getValue();
    VolumeGeometry extent = ModelGrid.extent(reference.geometry(), spec.grid());
    Volume smooth = Resampler.smooth(reference, extent, spec.resample());
    VolumeGeometry grid = grid(smooth, extent);
    Map<String, Volume> images = new LinkedHashMap<>();
    volumes.forEach(
        (slot, volume) -> {
          cancellation.check();
          Volume ready =
              volume == reference ? smooth : Resampler.smooth(volume, grid, spec.resample());
          images.put(slot, image(ready, grid));
        });
    return spec.trim() == null || spec.foreground() == null
        ? new Prepared(grid, images)
        : trimmed(Resampler.interpolate(smooth, grid, spec.resample()), images);
  }

  private Prepared trimmed(Volume reference, Map<String, Volume> images) {
    Mask head =
        Foreground.of(
            reference, Objects.requireNonNull(spec.foreground(), "preprocess.foreground"));
    ForegroundTrim trim = ForegroundTrim.of(head, Objects.requireNonNull(spec.trim()));
    images.replaceAll((_, image) -> trim.apply(image));
    return new Prepared(trim.grid(), images);
  }

  /** The model grid that the (smoothed) reference volume defines. */
  private VolumeGeometry grid(Volume reference, VolumeGeometry extent) {
    if (spec.grid().size() == null) {
      return extent;
    }
    if (spec.crop() == null || spec.foreground() == null) {
      return ModelGrid.centred(extent, spec.grid().size());
    }
    Volume covered = Resampler.interpolate(reference, extent, spec.resample());
    Mask head = Foreground.of(covered, spec.foreground());
    return ForegroundCrop.of(head, spec.crop(), spec.grid().size());
  }

  private Volume image(Volume smooth, VolumeGeometry grid) {
    Volume onGrid = Resampler.interpolate(smooth, grid, spec.resample());
    Mask foreground = spec.foreground() == null ? null : Foreground.of(onGrid, spec.foreground());
    return Intensity.apply(onGrid, foreground, spec.intensity());
  }
}
