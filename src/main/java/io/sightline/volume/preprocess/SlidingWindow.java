package io.sightline.volume.preprocess;

import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a network patch by patch over a grid of any size and blends the overlapping outputs, with
 * the positions, padding and Gaussian weights of MONAI's {@code sliding_window_inference(mode =
 * "gaussian", sigma_scale = 0.125)}.
 */
public final class SlidingWindow {
  private final Size patch;
  private final double overlap;
  private final PatchWeights weights;

  /**
   * @param overlap fraction of a patch shared with its neighbour, 0 up to but not including 1
   */
  public SlidingWindow(Size patch, double overlap) {
    if (!(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException("overlap must be at least 0 and below 1");
    }
    this.patch = patch;
    this.overlap = overlap;
    this.weights = PatchWeights.gaussian(patch, 0.125);
  }

  /** A network on one patch. */
  @FunctionalInterface
  public interface PatchModel {
    /**
     * @param patch [channels, z, y, x], row major; reused by the next call
     * @return class logits [classes, z, y, x] of the same patch
     */
    float[] logits(float[] patch);
  }

  /**
   * @param channels the network's input channels, all on one grid
   * @return one volume of blended logits per class, on that grid
   */
  public List<Volume> run(List<Volume> channels, PatchModel model) {
    var grid = channels.getFirst().geometry();
    PatchBlend blend = new PatchBlend(grid, patch, weights);
    float[] input = new float[channels.size() * patch.x() * patch.y() * patch.z()];
    for (int z : starts(grid.nz(), patch.z())) {
      for (int y : starts(grid.ny(), patch.y())) {
        for (int x : starts(grid.nx(), patch.x())) {
          for (int c = 0; c < channels.size(); c++) {
            blend.cut(channels.get(c), c, x, y, z, input);
          }
          blend.add(model.logits(input), x, y, z);
        }
      }
    }
    return blend.result();
  }

  /** First voxel of each patch along an axis; negative when the patch is longer than the axis. */
  List<Integer> starts(int size, int length) {
    if (length >= size) {
      return List.of(-((length - size) / 2));
    }
    int step = Math.max(1, (int) (length * (1 - overlap)));
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    while (start + length < size) {
      starts.add(start);
      start += step;
    }
    starts.add(size - length);
    return starts;
  }
}
