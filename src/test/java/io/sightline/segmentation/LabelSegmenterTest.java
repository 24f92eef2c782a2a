package io.sightline.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sightline.inference.FakeTensor;
import io.sightline.shared.ProblemException;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Grids;
import io.sightline.volume.preprocess.HaloTiles;
import io.sightline.volume.preprocess.HaloTiles.Tile;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Labels and expected Dice against a plain softmax over everything at once. */
class LabelSegmenterTest {
  private static final int CLASSES = 5;
  private static final VolumeGeometry GRID = Grids.cube(9, 1);

  private static float[][] logits() {
    Random random = new Random(3);
    float[][] all = new float[CLASSES][GRID.voxels()];
    for (float[] row : all) {
      for (int n = 0; n < row.length; n++) {
        row[n] = (float) random.nextGaussian() * 6;
      }
    }
    return all;
  }

  private static FakeTensor tile(float[][] all, Tile t) {
    Size s = t.size();
    float[] data = new float[CLASSES * s.x() * s.y() * s.z()];
    int n = 0;
    for (float[] row : all) {
      for (int k = 0; k < s.z(); k++) {
        for (int j = 0; j < s.y(); j++) {
          for (int i = 0; i < s.x(); i++) {
            data[n++] = row[GRID.offset(t.x() + i, t.y() + j, t.z() + k)];
          }
        }
      }
    }
    return FakeTensor.of(new long[] {1, CLASSES, s.z(), s.y(), s.x()}, data);
  }

  private static Labelling reduce(List<Tile> tiles) {
    float[][] all = logits();
    LabelReducer reducer = new LabelReducer(GRID);
    tiles.forEach(t -> reducer.add(tile(all, t), t));
    return reducer.result();
  }

  @Test
  void labelsAndExpectedDiceAreThoseOfTheSoftmax() {
    float[][] all = logits();
    double[] inside = new double[CLASSES];
    double[] everywhere = new double[CLASSES];
    int[] count = new int[CLASSES];
    byte[] labels = new byte[GRID.voxels()];
    for (int n = 0; n < labels.length; n++) {
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(all[c][n]);
        labels[n] = all[c][n] > all[labels[n]][n] ? (byte) c : labels[n];
      }
      for (int c = 0; c < CLASSES; c++) {
        everywhere[c] += Math.exp(all[c][n]) / sum;
      }
      inside[labels[n]] += Math.exp(all[labels[n]][n]) / sum;
      count[labels[n]]++;
    }
    Labelling found = reduce(HaloTiles.of(GRID, 729, 0));
    assertThat(found.labels().labels()).isEqualTo(labels);
    for (int c = 0; c < CLASSES; c++) {
      double expected = 2 * inside[c] / (count[c] + everywhere[c]);
      assertThat(found.expectedDice()[c]).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void tilesWithAHaloGiveTheSame() {
    Labelling whole = reduce(HaloTiles.of(GRID, 729, 0));
    Labelling tiled = reduce(HaloTiles.of(GRID, 200, 1));
    assertThat(tiled.labels().labels()).isEqualTo(whole.labels().labels());
    assertThat(tiled.expectedDice()).containsExactly(whole.expectedDice(), within(1e-9));
  }

  @Test
  void logitsThatDoNotFillTheTileAreRefused() {
    Tile whole = HaloTiles.of(GRID, 729, 0).getFirst();
    assertThatThrownBy(
            () ->
                new LabelReducer(GRID)
                    .add(FakeTensor.of(new long[] {1, 1, 2, 2, 2}, new float[8]), whole))
        .isInstanceOf(ProblemException.class);
  }
}
