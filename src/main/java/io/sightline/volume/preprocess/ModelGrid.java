package io.sightline.volume.preprocess;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Grid.Axes;
import io.sightline.volume.preprocess.PreprocessSpec.Size;

/** The grids that a manifest's {@link PreprocessSpec.Grid} means for a given reference volume. */
public final class ModelGrid {
  /** A gigabyte of floats: above any real series, below what exhausts a server's heap. */
  private static final double MAX_VOXELS = 1 << 28;

  private ModelGrid() {}

  /**
   * Covers the reference volume's voxel centres with the declared orientation and spacing.
   *
   * @throws ProblemException {@code geometry} when that would be absurdly many voxels
   */
  public static VolumeGeometry extent(VolumeGeometry reference, PreprocessSpec.Grid spec) {
    Orientation wanted = Orientation.of(spec.orientation());
    return spec.axes() == Axes.PATIENT
        ? aligned(reference, wanted, spec.spacing())
        : respaced(Reorienter.geometry(reference, wanted), spec.spacing());
  }

  /** The extent cut or padded about its centre to the declared size. */
  public static VolumeGeometry centred(VolumeGeometry extent, Size size) {
    return CropPad.window(
        extent,
        Math.floorDiv(extent.nx() - size.x(), 2),
        Math.floorDiv(extent.ny() - size.y(), 2),
        Math.floorDiv(extent.nz() - size.z(), 2),
        size);
  }

  private static VolumeGeometry respaced(VolumeGeometry g, Vec3 spacing) {
    int[] n =
        size(
            new double[] {
              (g.nx() - 1) * g.spacing().x(),
              (g.ny() - 1) * g.spacing().y(),
              (g.nz() - 1) * g.spacing().z()
            },
            spacing.toArray());
    return new VolumeGeometry(n[0], n[1], n[2], spacing, g.origin(), g.direction());
  }

  private static VolumeGeometry aligned(VolumeGeometry g, Orientation wanted, Vec3 spacing) {
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    for (int corner = 0; corner < 8; corner++) {
      double[] p =
          g.toPatient(
                  (corner & 1) * (g.nx() - 1),
                  (corner >> 1 & 1) * (g.ny() - 1),
                  (corner >> 2) * (g.nz() - 1))
              .toArray();
      for (int a = 0; a < 3; a++) {
        low[a] = Math.min(low[a], p[a]);
        high[a] = Math.max(high[a], p[a]);
      }
    }
    return fromBox(low, high, wanted, spacing.toArray());
  }

  private static VolumeGeometry fromBox(
      double[] low, double[] high, Orientation wanted, double[] spacing) {
    double[] extent = new double[3];
    double[] origin = new double[3];
    double[] direction = new double[9];
    for (int c = 0; c < 3; c++) {
      int a = wanted.axis()[c];
      extent[c] = high[a] - low[a];
      origin[a] = wanted.sign()[c] > 0 ? low[a] : high[a];
      direction[3 * a + c] = wanted.sign()[c];
    }
    int[] n = size(extent, spacing);
    return new VolumeGeometry(
        n[0],
        n[1],
        n[2],
        new Vec3(spacing[0], spacing[1], spacing[2]),
        new Vec3(origin[0], origin[1], origin[2]),
        direction);
  }

  /** Voxels that cover an extent in mm between the outermost centres. */
  private static int[] size(double[] extentMm, double[] spacing) {
    double[] n = new double[3];
    for (int c = 0; c < 3; c++) {
      n[c] = Math.floor(extentMm[c] / spacing[c] + 1e-6) + 1;
    }
    if (n[0] * n[1] * n[2] > MAX_VOXELS) {
      throw new ProblemException(
          ErrorCode.GEOMETRY,
          "The series spans %.0f x %.0f x %.0f mm, more than the model's grid can cover."
              .formatted(extentMm[0], extentMm[1], extentMm[2]));
    }
    return new int[] {(int) n[0], (int) n[1], (int) n[2]};
  }
}
