package io.sightline.export;

import io.sightline.volume.VolumeGeometry;

/**
 * How the slices of a series are shown in radiological convention, whatever their storage order:
 * axial and coronal with the patient's left on the right of the picture, sagittal with anterior on
 * the left; anterior or superior on top.
 *
 * @param swap picture columns run along j instead of i
 * @param flipColumns columns run against their index axis
 * @param flipRows rows run against theirs
 * @param plane for words
 * @param left letter of the patient's side at the left edge
 * @param right at the right edge
 */
record DisplayAxes(
    boolean swap, boolean flipColumns, boolean flipRows, String plane, char left, char right) {

  static DisplayAxes of(VolumeGeometry g) {
    double[] d = g.direction();
    int normal = dominant(d, 2);
    // LPS axis and sign that picture columns (rightwards) and rows (downwards) shall follow
    int columnAxis = normal == 0 ? 1 : 0;
    int rowAxis = normal == 2 ? 1 : 2;
    double rowSign = normal == 2 ? 1 : -1;
    boolean swap = Math.abs(d[3 * columnAxis + 1]) > Math.abs(d[3 * columnAxis]);
    int alongColumns = swap ? 1 : 0;
    int alongRows = swap ? 0 : 1;
    return new DisplayAxes(
        swap,
        d[3 * columnAxis + alongColumns] < 0,
        d[3 * rowAxis + alongRows] * rowSign < 0,
        normal == 2 ? "axial" : normal == 1 ? "coronal" : "sagittal",
        normal == 0 ? 'A' : 'R',
        normal == 0 ? 'P' : 'L');
  }

  /** The LPS axis (0, 1, 2) that an index axis follows most. */
  private static int dominant(double[] d, int indexAxis) {
    int best = 0;
    for (int axis = 1; axis < 3; axis++) {
      if (Math.abs(d[3 * axis + indexAxis]) > Math.abs(d[3 * best + indexAxis])) {
        best = axis;
      }
    }
    return best;
  }
}
