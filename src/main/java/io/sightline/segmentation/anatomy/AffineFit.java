package io.sightline.segmentation.anatomy;

import io.sightline.volume.Vec3;
import java.util.List;
import java.util.Optional;

/**
 * The affine that carries points onto points with the least sum of squares, in closed form: with
 * both sets centred the linear part is {@code C_ts C_ss^-1}, the normal equations' solution, and
 * the shift carries mean to mean.
 */
final class AffineFit {
  /** Below this the points lie so nearly in a plane that the affine is not determined. */
  private static final double MIN_SPREAD = 1e-4;

  private AffineFit() {}

  /**
   * @param from at least four points that do not lie in a plane
   * @param to as many
   * @return empty when the points do not determine an affine
   */
  static Optional<Affine> fit(List<Vec3> from, List<Vec3> to) {
    Vec3 a = mean(from);
    Vec3 b = mean(to);
    double[] within = new double[9];
    double[] across = new double[9];
    for (int n = 0; n < from.size(); n++) {
      double[] s = from.get(n).minus(a).toArray();
      double[] t = to.get(n).minus(b).toArray();
      for (int e = 0; e < 9; e++) {
        within[e] += s[e / 3] * s[e % 3];
        across[e] += t[e / 3] * s[e % 3];
      }
    }
    double size = (within[0] + within[4] + within[8]) / 3;
    if (!(Matrix3.determinant(within) > MIN_SPREAD * size * size * size)) {
      return Optional.empty();
    }
    Affine linear = new Affine(Matrix3.multiply(across, Matrix3.inverse(within)), b);
    return Optional.of(new Affine(linear.m(), b.plus(b.minus(linear.apply(a)))));
  }

  private static Vec3 mean(List<Vec3> points) {
    Vec3 sum = points.stream().reduce(new Vec3(0, 0, 0), Vec3::plus);
    return sum.times(1.0 / points.size());
  }
}
