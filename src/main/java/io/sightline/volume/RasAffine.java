package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

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
   * The unit quaternion (a, b, c, d) of the rotation, a not negative.
   *
   * <p>Row i of the table holds four times the products of component i with each component; the row
   * of the largest component loses least to rounding.
   */
  private double[] quaternion() {
    double[][] r = proper();
    double x = r[2][1] - r[1][2];
    double y = r[0][2] - r[2][0];
    double z = r[1][0] - r[0][1];
    double[][] products = {
      {1 + r[0][0] + r[1][1] + r[2][2], x, y, z},
      {x, 1 + r[0][0] - r[1][1] - r[2][2], r[0][1] + r[1][0], r[0][2] + r[2][0]},
      {y, r[0][1] + r[1][0], 1 - r[0][0] + r[1][1] - r[2][2], r[1][2] + r[2][1]},
      {z, r[0][2] + r[2][0], r[1][2] + r[2][1], 1 - r[0][0] - r[1][1] + r[2][2]}
    };
    int largest =
        IntStream.range(0, 4).reduce(0, (i, j) -> products[j][j] > products[i][i] ? j : i);
    double[] row = products[largest];
    double scale = Math.copySign(2 * Math.sqrt(row[largest]), row[0]);
    return Arrays.stream(row).map(p -> p / scale).toArray();
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
