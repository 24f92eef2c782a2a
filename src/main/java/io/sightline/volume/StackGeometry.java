package io.sightline.volume;

import java.util.Arrays;
import java.util.List;

/**
 * How the slices of one stack lie along their normal.
 *
 * @param spacing mm between the planes of a regular grid: the median distance of neighbours, made
 *     to meet both ends exactly when the stack is regular
 * @param k each slice's place in that grid
 * @param regular whether every slice lies on a plane of the grid
 */
@SuppressWarnings("ArrayRecordComponent")
record StackGeometry(double spacing, double[] k, boolean regular) {
  /** A slice may miss its plane by this part of the spacing. */
  private static final double TOLERANCE = 0.05;

  /**
   * @param depths ascending distances along the normal, mm; at least two, none twice
   */
  static StackGeometry of(List<Double> depths) {
    int n = depths.size();
    double[] steps = new double[n - 1];
    for (int i = 0; i + 1 < n; i++) {
      steps[i] = depths.get(i + 1) - depths.get(i);
    }
    double median = median(steps);
    double[] planes = new double[n];
    for (int i = 1; i < n; i++) {
      planes[i] = planes[i - 1] + Math.max(1, Math.rint(steps[i - 1] / median));
    }
    double length = depths.getLast() - depths.getFirst();
    double spacing = length / planes[n - 1];
    double[] exact = depths.stream().mapToDouble(d -> (d - depths.getFirst()) / spacing).toArray();
    for (int i = 0; i < n; i++) {
      if (Math.abs(exact[i] - planes[i]) > TOLERANCE) {
        return irregular(depths, median);
      }
    }
    return new StackGeometry(spacing, planes, true);
  }

  private static StackGeometry irregular(List<Double> depths, double spacing) {
    double[] k = depths.stream().mapToDouble(d -> (d - depths.getFirst()) / spacing).toArray();
    return new StackGeometry(spacing, k, false);
  }

  /** Planes of the grid from the first slice to the last. */
  long planes() {
    return Math.round(k[k.length - 1]) + 1;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
