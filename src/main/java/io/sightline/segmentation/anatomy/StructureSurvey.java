package io.sightline.segmentation.anatomy;

import io.sightline.bundle.LabelSpec;
import io.sightline.volume.LabelMap;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.List;

/**
 * Volume and centroid of every structure of a label map, in one pass over its voxels. Works on the
 * model grid and, after {@code GridMapper.labels}, on a source series' grid alike.
 */
public final class StructureSurvey {
  private final long[] count = new long[256];
  private final double[] i = new double[256];
  private final double[] j = new double[256];
  private final double[] k = new double[256];

  private StructureSurvey() {}

  /**
   * @param labels the manifest's labels; index 0 is background and skipped
   * @return the structures that are there, in the manifest's order
   */
  public static List<StructureMeasure> of(LabelMap map, List<LabelSpec> labels) {
    StructureSurvey survey = new StructureSurvey();
    survey.scan(map);
    List<StructureMeasure> found = new ArrayList<>();
    for (LabelSpec label : labels) {
      if (label.index() > 0 && label.index() < 256 && survey.count[label.index()] > 0) {
        found.add(survey.measure(label, map.geometry()));
      }
    }
    return List.copyOf(found);
  }

  private void scan(LabelMap map) {
    VolumeGeometry g = map.geometry();
    int n = 0;
    for (int z = 0; z < g.nz(); z++) {
      for (int y = 0; y < g.ny(); y++) {
        for (int x = 0; x < g.nx(); x++) {
          int label = map.labels()[n++] & 0xff;
          if (label != 0) {
            count[label]++;
            i[label] += x;
            j[label] += y;
            k[label] += z;
          }
        }
      }
    }
  }

  private StructureMeasure measure(LabelSpec label, VolumeGeometry g) {
    int at = label.index();
    double n = count[at];
    return new StructureMeasure(
        label, n * g.voxelMl(), g.toPatient(i[at] / n, j[at] / n, k[at] / n));
  }
}
