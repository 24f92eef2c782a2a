package io.sightline.app.eval;

import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.VolumeLimits;
import io.sightline.volume.preprocess.Resampler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The masks of one case's targets; each file is read once. Not thread-safe. */
final class TargetMasks {
  private final Map<Path, Volume> files = new HashMap<>();

  /**
   * All voxels of some targets together, in the grid of the first one's file.
   *
   * @param targets at least one
   * @throws SetException when a file is no NIfTI label map
   */
  Mask union(List<Target> targets) {
    Mask first = mask(targets.getFirst());
    byte[] inside = first.inside();
    for (Target t : targets.subList(1, targets.size())) {
      byte[] more = onto(mask(t), first.geometry()).inside();
      for (int n = 0; n < inside.length; n++) {
        inside[n] |= more[n];
      }
    }
    return first;
  }

  private Mask mask(Target target) {
    Volume labels = files.computeIfAbsent(target.mask(), TargetMasks::read);
    byte[] inside = new byte[labels.voxels().length];
    for (int n = 0; n < inside.length; n++) {
      int label = Math.round(labels.voxels()[n]);
      boolean in = target.labels().isEmpty() ? label != 0 : target.labels().contains(label);
      inside[n] = (byte) (in ? 1 : 0);
    }
    return new Mask(labels.geometry(), inside);
  }

  private static Volume read(Path file) {
    try {
      return NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
    } catch (ProblemException e) {
      throw new SetException(List.of(file + " is no label map: " + e.detail()));
    }
  }

  /** On another grid by the nearest voxel; the same mask when it lies on that grid already. */
  static Mask onto(Mask mask, VolumeGeometry grid) {
    return mask.geometry().matches(grid, 0.01)
        ? new Mask(grid, mask.inside())
        : new Mask(
            grid, Resampler.nearest(new LabelMap(mask.geometry(), mask.inside()), grid).labels());
  }
}
