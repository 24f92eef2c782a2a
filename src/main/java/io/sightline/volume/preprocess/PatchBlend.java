package io.sightline.volume.preprocess;

import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.ArrayList;
import java.util.List;

/** Sums weighted patch outputs and divides by the summed weights. */
final class PatchBlend {
  private final VolumeGeometry grid;
  private final Size patch;
  private final float[] weights;
  private final float[] total;
  private final List<float[]> sums = new ArrayList<>();

  PatchBlend(VolumeGeometry grid, Size patch, PatchWeights weights) {
    this.grid = grid;
    this.patch = patch;
    this.weights = weights.values();
    this.total = new float[grid.voxels()];
  }

  /** Copies a patch into channel {@code c} of the input; 0 beyond the grid. */
  void cut(Volume channel, int c, int x, int y, int z, float[] input) {
    int n = weights.length;
    float[] cut = CropPad.apply(channel, x, y, z, patch, 0).voxels();
    System.arraycopy(cut, 0, input, c * n, n);
  }

  /** Adds a patch's logits [classes, z, y, x] at its place. */
  void add(float[] logits, int x, int y, int z) {
    int classes = logits.length / weights.length;
    while (sums.size() < classes) {
      sums.add(new float[grid.voxels()]);
    }
    for (int k = Math.max(0, -z); k < patch.z() && z + k < grid.nz(); k++) {
      for (int j = Math.max(0, -y); j < patch.y() && y + j < grid.ny(); j++) {
        addRow(logits, patch.x() * (j + patch.y() * k), x, grid.offset(0, y + j, z + k));
      }
    }
  }

  private void addRow(float[] logits, int row, int x, int gridRow) {
    int first = Math.max(0, -x);
    int end = Math.min(patch.x(), grid.nx() - x);
    for (int i = first; i < end; i++) {
      total[gridRow + x + i] += weights[row + i];
    }
    for (int c = 0; c < sums.size(); c++) {
      float[] sum = sums.get(c);
      int from = c * weights.length + row;
      for (int i = first; i < end; i++) {
        sum[gridRow + x + i] += logits[from + i] * weights[row + i];
      }
    }
  }

  List<Volume> result() {
    for (float[] sum : sums) {
      for (int n = 0; n < sum.length; n++) {
        sum[n] /= total[n];
      }
    }
    return sums.stream().map(s -> new Volume(grid, s)).toList();
  }
}
