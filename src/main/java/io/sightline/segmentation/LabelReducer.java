package io.sightline.segmentation;

import io.sightline.inference.Tensor;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.HaloTiles.Tile;
import java.util.Arrays;

/**
 * Turns class logits into labels tile by tile, one class at a time: the logits of a hundred classes
 * over a whole head never lie on the heap. Not thread-safe.
 */
final class LabelReducer {
  /** Logits this far below the best count as probability 0 (6e-6). */
  private static final float NEGLIGIBLE = 12;

  private final VolumeGeometry grid;
  private final byte[] labels;
  private final long[] hard = new long[256];
  private final double[] hardMass = new double[256];
  private final double[] softMass = new double[256];

  LabelReducer(VolumeGeometry grid) {
    this.grid = grid;
    this.labels = new byte[grid.voxels()];
  }

  /**
   * @param logits [1, classes, z, y, x] of the tile
   * @throws ProblemException {@code invalid_bundle} when they do not fill it
   */
  void add(Tensor logits, Tile tile) {
    long[] shape = logits.shape();
    int voxels = tile.size().x() * tile.size().y() * tile.size().z();
    if (shape.length != 5
        || shape[1] < 1
        || shape[1] > 256
        || shape[2] * shape[3] * shape[4] != voxels) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The network's output %s is not class logits of what it was given."
              .formatted(Arrays.toString(shape)));
    }
    int classes = (int) shape[1];
    float[] best = logits.toFloats(0, voxels);
    byte[] winner = new byte[voxels];
    float[] sum = new float[voxels];
    Arrays.fill(sum, 1);
    for (int c = 1; c < classes; c++) {
      compete(logits.toFloats((long) c * voxels, voxels), (byte) c, best, winner, sum);
    }
    for (int c = 0; c < classes; c++) {
      measure(logits.toFloats((long) c * voxels, voxels), c, tile, best, winner, sum);
    }
    keep(winner, tile);
  }

  /**
   * The softmax denominator relative to the best logit so far, which it may have to be moved to.
   */
  private static void compete(float[] row, byte c, float[] best, byte[] winner, float[] sum) {
    for (int n = 0; n < row.length; n++) {
      float above = row[n] - best[n];
      if (above > 0) {
        sum[n] = 1 + (above > NEGLIGIBLE ? 0 : sum[n] * (float) Math.exp(-above));
        best[n] = row[n];
        winner[n] = c;
      } else if (above > -NEGLIGIBLE) {
        sum[n] += (float) Math.exp(above);
      }
    }
  }

  private void measure(float[] row, int c, Tile t, float[] best, byte[] winner, float[] sum) {
    for (int k = 0; k < t.core().z(); k++) {
      for (int j = 0; j < t.core().y(); j++) {
        int n = offset(t, j, k);
        for (int end = n + t.core().x(); n < end; n++) {
          float above = row[n] - best[n];
          if (above > -NEGLIGIBLE) {
            double p = (above == 0 ? 1 : Math.exp(above)) / sum[n];
            softMass[c] += p;
            if ((winner[n] & 0xff) == c) {
              hard[c]++;
              hardMass[c] += p;
            }
          }
        }
      }
    }
  }

  private void keep(byte[] winner, Tile t) {
    for (int k = 0; k < t.core().z(); k++) {
      for (int j = 0; j < t.core().y(); j++) {
        System.arraycopy(
            winner,
            offset(t, j, k),
            labels,
            grid.offset(t.coreX(), t.coreY() + j, t.coreZ() + k),
            t.core().x());
      }
    }
  }

  /** First voxel of a row of the core, in the tile's own array. */
  private static int offset(Tile t, int j, int k) {
    int z = t.coreZ() - t.z() + k;
    int y = t.coreY() - t.y() + j;
    return (z * t.size().y() + y) * t.size().x() + t.coreX() - t.x();
  }

  Labelling result() {
    double[] expected = new double[256];
    for (int c = 0; c < 256; c++) {
      expected[c] = hard[c] == 0 ? 0 : 2 * hardMass[c] / (hard[c] + softMass[c]);
    }
    return new Labelling(new LabelMap(grid, labels), expected);
  }
}
