package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The affine of a NIfTI-1 image: from voxel index to RAS, and from there to an LPS geometry. The
 * sform wins, then the qform; a file with neither lies along the axes.
 */
final class NiftiAffine {
  private static final double MAX_SHEAR = 0.02;
  private static final int PIXDIM = 76;
  private static final int QFORM_CODE = 252;
  private static final int SFORM_CODE = 254;

  private NiftiAffine() {}

  /**
   * @param warnings takes what had to be repaired
   * @throws ProblemException {@code geometry} for zero spacing, a singular or a sheared affine
   */
  static VolumeGeometry geometry(NiftiHeader header, List<Warning> warnings) {
    ByteBuffer b = header.bytes();
    checkSpacing(b);
    boolean hasS = b.getShort(SFORM_CODE) > 0;
    boolean hasQ = b.getShort(QFORM_CODE) > 0;
    double[][] affine = hasS ? sform(b) : hasQ ? qform(b) : scaled(b);
    if (hasS && hasQ && !usable(affine)) {
      affine = qform(b);
      warnings.add(
          new Warning("sform_unusable", "The sform is singular or sheared; the qform was used."));
    }
    if (!hasS && !hasQ) {
      warnings.add(
          new Warning(
              "no_orientation",
              "The file does not say how it lies in the patient; its axes were taken as right, anterior, superior."));
    }
    return toLps(header, affine, unit(b));
  }

  private static void checkSpacing(ByteBuffer b) {
    int rank = Math.min(3, b.getShort(40));
    for (int axis = 1; axis <= rank; axis++) {
      float size = b.getFloat(PIXDIM + 4 * axis);
      if (!Float.isFinite(size) || size == 0) {
        throw geometry("Voxel spacing must be positive and finite.");
      }
    }
  }

  private static VolumeGeometry toLps(NiftiHeader h, double[][] a, double unit) {
    if (!usable(a)) {
      throw geometry("The NIfTI affine is singular, sheared or not finite.");
    }
    double[] spacing = new double[3];
    double[] direction = new double[9];
    for (int axis = 0; axis < 3; axis++) {
      spacing[axis] = column(a, axis).length();
      for (int row = 0; row < 3; row++) {
        // RAS to LPS: x and y change sign
        direction[3 * row + axis] = (row < 2 ? -1 : 1) * a[row][axis] / spacing[axis];
      }
    }
    return new VolumeGeometry(
        h.nx(),
        h.ny(),
        h.nz(),
        new Vec3(spacing[0], spacing[1], spacing[2]).times(unit),
        new Vec3(-a[0][3], -a[1][3], a[2][3]).times(unit),
        direction);
  }

  /** Finite, invertible, and with axes at right angles. */
  private static boolean usable(double[][] a) {
    Vec3 x = column(a, 0);
    Vec3 y = column(a, 1);
    Vec3 z = column(a, 2);
    double volume = x.length() * y.length() * z.length();
    return column(a, 3).isFinite()
        && Double.isFinite(volume)
        && volume > 1e-12
        && Math.abs(x.dot(y)) <= MAX_SHEAR * x.length() * y.length()
        && Math.abs(x.dot(z)) <= MAX_SHEAR * x.length() * z.length()
        && Math.abs(y.dot(z)) <= MAX_SHEAR * y.length() * z.length();
  }

  private static double[][] sform(ByteBuffer b) {
    double[][] a = new double[3][4];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        a[row][column] = b.getFloat(280 + 16 * row + 4 * column);
      }
    }
    return a;
  }

  /** Method 2 of nifti1.h: a quaternion, the voxel sizes, and qfac for the handedness. */
  private static double[][] qform(ByteBuffer f) {
    double b = f.getFloat(256);
    double c = f.getFloat(260);
    double d = f.getFloat(264);
    double square = b * b + c * c + d * d;
    double scale = square > 1 ? 1 / Math.sqrt(square) : 1;
    b *= scale;
    c *= scale;
    d *= scale;
    double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
    double[][] r = {
      {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c), f.getFloat(268)},
      {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b), f.getFloat(272)},
      {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b, f.getFloat(276)}
    };
    double handedness = f.getFloat(PIXDIM) < 0 ? -1 : 1;
    for (double[] row : r) {
      for (int axis = 0; axis < 3; axis++) {
        row[axis] *= size(f, axis) * (axis == 2 ? handedness : 1);
      }
    }
    return r;
  }

  private static double[][] scaled(ByteBuffer b) {
    double[][] a = new double[3][4];
    for (int axis = 0; axis < 3; axis++) {
      a[axis][axis] = size(b, axis);
    }
    return a;
  }

  /** Voxel size along an axis; 1 for an axis that the file does not have. */
  private static double size(ByteBuffer b, int axis) {
    return axis < b.getShort(40) ? Math.abs(b.getFloat(PIXDIM + 4 * (axis + 1))) : 1;
  }

  private static double unit(ByteBuffer b) {
    return switch (b.get(123) & 7) {
      case 1 -> 1000;
      case 3 -> 0.001;
      default -> 1;
    };
  }

  private static Vec3 column(double[][] a, int c) {
    return new Vec3(a[0][c], a[1][c], a[2][c]);
  }

  private static ProblemException geometry(String detail) {
    return new ProblemException(ErrorCode.GEOMETRY, detail);
  }
}
