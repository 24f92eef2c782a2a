package io.sightline.export;

import io.sightline.volume.VolumeGeometry;

/**
 * From picture pixels to voxel indices of one slice; pixels are square in millimetres, so
 * anisotropic voxels keep their shape.
 *
 * @param width pixels
 * @param height pixels
 * @param pixelMm edge of a pixel
 */
record SliceView(VolumeGeometry geometry, DisplayAxes axes, int width, int height, double pixelMm) {
  private static final int LONG_EDGE = 560;

  static SliceView of(VolumeGeometry g) {
    DisplayAxes axes = DisplayAxes.of(g);
    double wide = axes.swap() ? g.ny() * g.spacing().y() : g.nx() * g.spacing().x();
    double high = axes.swap() ? g.nx() * g.spacing().x() : g.ny() * g.spacing().y();
    double mm = Math.max(wide, high) / LONG_EDGE;
    return new SliceView(
        g,
        axes,
        (int) Math.max(1, Math.round(wide / mm)),
        (int) Math.max(1, Math.round(high / mm)),
        mm);
  }

  /** Fractional index along i of a pixel. */
  double i(int x, int y) {
    return axes.swap()
        ? index(y, height, geometry.nx(), geometry.spacing().x(), axes.flipRows())
        : index(x, width, geometry.nx(), geometry.spacing().x(), axes.flipColumns());
  }

  /** Fractional index along j of a pixel. */
  double j(int x, int y) {
    return axes.swap()
        ? index(x, width, geometry.ny(), geometry.spacing().y(), axes.flipColumns())
        : index(y, height, geometry.ny(), geometry.spacing().y(), axes.flipRows());
  }

  private double index(int pixel, int pixels, int n, double spacing, boolean flip) {
    double mm = (pixel + 0.5) * pixelMm;
    double at = mm / spacing - 0.5;
    return Math.clamp(flip ? n - 1 - at : at, 0, n - 1);
  }
}
