package io.sightline.segmentation.anatomy;

/**
 * The side of something from how much of it lies on either side of the mid-sagittal plane. Voxels
 * within 2 mm of the plane count for neither, which is the resolution of the segmentation.
 */
final class SideRule {
  static final double BAND_MM = 2;
  private static final double ONE_SIDED = 0.85;

  private SideRule() {}

  /**
   * @param left fraction 0..1
   * @param right fraction 0..1; together with left at most 1
   * @param nearFraction fraction within {@code 10 mm} of the plane
   */
  static Side of(double left, double right, double nearFraction) {
    double sided = left + right;
    if (sided < 0.2) {
      return Side.MIDLINE;
    }
    if (left >= ONE_SIDED * sided) {
      return Side.LEFT;
    }
    if (right >= ONE_SIDED * sided) {
      return Side.RIGHT;
    }
    return nearFraction >= 0.5 ? Side.MIDLINE : Side.BILATERAL;
  }
}
