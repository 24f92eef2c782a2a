package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;

/**
 * A geometry in the terms of a NIfTI-1 header: RAS, as an affine and as a quaternion.
 *
 * @param rotation rows of unit columns, RAS
 * @param handedness -1 where the third axis was turned to make a rotation
 */
@SuppressWarnings("ArrayRecordComponent")
record RasAffine(double[][] rotation, double[] spacing, double[] origin, double handedness) {
  private static final int MAX_AXIS = Short.MAX_VALUE;
  private static final int SCANNER = 1;

  static RasAffine of(VolumeGeometry g) {
    if (Math.max(g.nx(), Math.max(g.ny(), g.nz())) > MAX_AXIS) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE, "NIfTI-1 cannot hold an axis of more than 32767 voxels.");
    }
    double[] d = g.direction();
    double[][] r = {
      {-d[0], -d[1], -d[2]},
      {-d[3], -d[4], -d[5]},
      {d[6], d[7], d[8]}
    };
    double[] origin = {-g.origin().x(), -g.origin().y(), g.origin().z()};
    return new RasAffine(r, g.spacing().toArray(), origin, determinant(r) < 0 ? -1 : 1);
  }

  /** Puts pixdim, qform and sform into the header. */
  void write(ByteBuffer b) {
    b.putFloat(76, (float) handedness);
    b.putShort(252, (short) SCANNER);
    b.putShort(254, (short) SCANNER);
    double[] q = quaternion();
    for (int i = 0; i < 3; i++) {
      b.putFloat(80 + 4 * i, (float) spacing[i]);
      b.putFloat(256 + 4 * i, (float) q[i + 1]);
      b.putFloat(268 + 4 * i, (float) origin[i]);
      for (int axis = 0; axis < 3; axis++) {
        b.putFloat(280 + 16 * i + 4 * axis, (float) (rotation[i][axis] * spacing[axis]));
      }
      b.putFloat(280 + 16 * i + 12, (float) origin[i]);
    }
  }

  /**
   * The unit quaternion (a, b, c, d) of the rotation, a not negative; as in nifti_mat44_to_quatern.
   */
  private double[] quaternion() {
    double[][] r = proper();
    double trace = r[0][0] + r[1][1] + r[2][2];
    double[] q;
    if (trace > 0) {
      double a = Math.sqrt(1 + trace) / 2;
      q =
          new double[] {
            a,
            (r[2][1] - r[1][2]) / (4 * a),
            (r[0][2] - r[2][0]) / (4 * a),
            (r[1][0] - r[0][1]) / (4 * a)
          };
    } else if (r[0][0] >= r[1][1] && r[0][0] >= r[2][2]) {
      double b = Math.sqrt(1 + r[0][0] - r[1][1] - r[2][2]) / 2;
      q =
          new double[] {
            (r[2][1] - r[1][2]) / (4 * b),
            b,
            (r[0][1] + r[1][0]) / (4 * b),
            (r[0][2] + r[2][0]) / (4 * b)
          };
    } else if (r[1][1] >= r[2][2]) {
      double c = Math.sqrt(1 + r[1][1] - r[0][0] - r[2][2]) / 2;
      q =
          new double[] {
            (r[0][2] - r[2][0]) / (4 * c),
            (r[0][1] + r[1][0]) / (4 * c),
            c,
            (r[1][2] + r[2][1]) / (4 * c)
          };
    } else {
      double d = Math.sqrt(1 + r[2][2] - r[0][0] - r[1][1]) / 2;
      q =
          new double[] {
            (r[1][0] - r[0][1]) / (4 * d),
            (r[0][2] + r[2][0]) / (4 * d),
            (r[1][2] + r[2][1]) / (4 * d),
            d
          };
    }
    double sign = q[0] < 0 ? -1 : 1;
    return new double[] {sign * q[0], sign * q[1], sign * q[2], sign * q[3]};
  }

  private double[][] proper() {
    double[][] r = new double[3][];
    for (int i = 0; i < 3; i++) {
      r[i] = rotation[i].clone();
      r[i][2] *= handedness;
    }
    return r;
  }

  private static double determinant(double[][] r) {
    return r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1])
        - r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0])
        + r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
  }
}
