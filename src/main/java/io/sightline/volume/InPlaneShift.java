package io.sightline.volume;

import java.util.List;

/**
 * How far each slice of a stack is shifted within its own plane against the first one, as in CT
 * with a tilted gantry; all zero in an upright stack.
 *
 * @param columnShifts columns by which slice i starts right of the grid
 * @param rowShifts rows by which slice i starts below the grid's first row
 * @param originColumns the grid's first column, counted from the first slice's
 * @param originRows likewise
 * @param extraColumns columns that the grid needs beyond those of a slice
 * @param extraRows likewise
 */
@SuppressWarnings("ArrayRecordComponent")
record InPlaneShift(
    double[] columnShifts,
    double[] rowShifts,
    int originColumns,
    int originRows,
    int extraColumns,
    int extraRows,
    double tiltDegrees) {
  /** Shifts below a quarter of a pixel are rounding of the positions. */
  private static final double TOLERANCE = 0.25;

  static InPlaneShift of(List<PlacedFrame> slices) {
    PlacedFrame first = slices.getFirst();
    int n = slices.size();
    double[] columns = new double[n];
    double[] rows = new double[n];
    for (int i = 0; i < n; i++) {
      Vec3 step = slices.get(i).position().minus(first.position());
      columns[i] = step.dot(first.row()) / first.columnSpacing();
      rows[i] = step.dot(first.column()) / first.rowSpacing();
    }
    if (extent(columns) < TOLERANCE && extent(rows) < TOLERANCE) {
      return new InPlaneShift(new double[n], new double[n], 0, 0, 0, 0, 0);
    }
    Vec3 axis = slices.getLast().position().minus(first.position());
    double cosine = Math.abs(axis.dot(first.normal())) / axis.length();
    int originColumns = (int) Math.floor(min(columns));
    int originRows = (int) Math.floor(min(rows));
    return new InPlaneShift(
        from(columns, originColumns),
        from(rows, originRows),
        originColumns,
        originRows,
        (int) Math.ceil(max(columns)) - originColumns,
        (int) Math.ceil(max(rows)) - originRows,
        Math.toDegrees(Math.acos(Math.min(1, cosine))));
  }

  boolean any() {
    return extraColumns > 0 || extraRows > 0;
  }

  double columns(int slice) {
    return columnShifts[slice];
  }

  double rows(int slice) {
    return rowShifts[slice];
  }

  private static double[] from(double[] shifts, int origin) {
    double[] moved = shifts.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= origin;
    }
    return moved;
  }

  private static double extent(double[] values) {
    return max(values) - min(values);
  }

  private static double min(double[] values) {
    return java.util.Arrays.stream(values).min().orElse(0);
  }

  private static double max(double[] values) {
    return java.util.Arrays.stream(values).max().orElse(0);
  }
}
