package io.sightline.segmentation.anatomy;

import io.sightline.volume.Vec3;

/**
 * {@code p -> m p + shift} in three dimensions.
 *
 * @param m 9 numbers, row major
 */
@SuppressWarnings("ArrayRecordComponent")
record Affine(double[] m, Vec3 shift) {

  Vec3 apply(Vec3 p) {
    return multiply(m, p).plus(shift);
  }

  double determinant() {
    return Matrix3.determinant(m);
  }

  Affine inverse() {
    double[] inverse = Matrix3.inverse(m);
    return new Affine(inverse, multiply(inverse, shift).times(-1));
  }

  private static Vec3 multiply(double[] m, Vec3 p) {
    return new Vec3(
        m[0] * p.x() + m[1] * p.y() + m[2] * p.z(),
        m[3] * p.x() + m[4] * p.y() + m[5] * p.z(),
        m[6] * p.x() + m[7] * p.y() + m[8] * p.z());
  }
}
