package io.sightline.volume;

import java.util.Arrays;

/** Moves a slice within its plane by a fraction of a pixel, bilinear. */
final class SliceShift {
  private SliceShift() {}

  /**
   * @param values {@code width * height}, row by row
   * @return {@code nx * ny} values; {@code outside} where the moved slice does not reach
   */
  static float[] apply(
      float[] values, int width, int height, int nx, int ny, Slice slice, float outside) {
    float[] moved = new float[nx * ny];
    Arrays.fill(moved, outside);
    for (int j = 0; j < ny; j++) {
      double y = j - slice.shiftJ();
      for (int i = 0; i < nx; i++) {
        double x = i - slice.shiftI();
        if (x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5) {
          moved[i + nx * j] = sample(values, width, height, x, y);
        }
      }
    }
    return moved;
  }

  private static float sample(float[] v, int width, int height, double x, double y) {
    double cx = Math.clamp(x, 0, width - 1.0);
    double cy = Math.clamp(y, 0, height - 1.0);
    int x0 = (int) cx;
    int y0 = (int) cy;
    int x1 = Math.min(x0 + 1, width - 1);
    int y1 = Math.min(y0 + 1, height - 1);
    double fx = cx - x0;
    double fy = cy - y0;
    double top = v[x0 + width * y0] * (1 - fx) + v[x1 + width * y0] * fx;
    double bottom = v[x0 + width * y1] * (1 - fx) + v[x1 + width * y1] * fx;
    return (float) (top * (1 - fy) + bottom * fy);
  }
}
