package io.sightline.vision;

import io.sightline.volume.LabelMap;
import io.sightline.volume.VolumeGeometry;
import java.util.stream.IntStream;

/** The most probable class of each voxel. */
final class ArgMax {
  private ArgMax() {}

  /**
   * @param logits [classes, z, y, x] on the grid, at most 256 classes
   */
  static LabelMap of(float[] logits, VolumeGeometry grid) {
    int voxels = grid.voxels();
    int classes = logits.length / voxels;
    byte[] labels = new byte[voxels];
    int slice = grid.nx() * grid.ny();
    IntStream.range(0, grid.nz())
        .parallel()
        .forEach(k -> slice(logits, voxels, classes, labels, k * slice, slice));
    return new LabelMap(grid, labels);
  }

  private static void slice(
      float[] logits, int voxels, int classes, byte[] labels, int start, int length) {
    float[] best = new float[length];
    System.arraycopy(logits, start, best, 0, length);
    for (int c = 1; c < classes; c++) {
      int from = c * voxels + start;
      for (int n = 0; n < length; n++) {
        if (logits[from + n] > best[n]) {
          best[n] = logits[from + n];
          labels[start + n] = (byte) c;
        }
      }
    }
  }
}
