package io.sightline.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Puts frames together that can share one grid: same matrix, spacing, orientation, reference. */
final class FrameGroups {
  private static final double DIRECTION_TOLERANCE = 2e-3;
  private static final double SPACING_TOLERANCE = 1e-3;

  private FrameGroups() {}

  /** Groups in the order in which their first frames appear. */
  static List<List<PlacedFrame>> of(List<PlacedFrame> frames) {
    List<List<PlacedFrame>> groups = new ArrayList<>();
    for (PlacedFrame frame : frames) {
      groups.stream()
          .filter(g -> sameGrid(g.getFirst(), frame))
          .findFirst()
          .orElseGet(
              () -> {
                groups.add(new ArrayList<>());
                return groups.getLast();
              })
          .add(frame);
    }
    return groups;
  }

  static boolean sameOrientation(PlacedFrame a, PlacedFrame b) {
    return a.row().distance(b.row()) < DIRECTION_TOLERANCE
        && a.column().distance(b.column()) < DIRECTION_TOLERANCE;
  }

  private static boolean sameGrid(PlacedFrame a, PlacedFrame b) {
    return a.pixels().rows() == b.pixels().rows()
        && a.pixels().columns() == b.pixels().columns()
        && near(a.rowSpacing(), b.rowSpacing())
        && near(a.columnSpacing(), b.columnSpacing())
        && sameOrientation(a, b)
        && Objects.equals(
            a.header().series().frameOfReferenceUid(), b.header().series().frameOfReferenceUid());
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= SPACING_TOLERANCE * Math.max(a, b);
  }
}
