package io.sightline.volume;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;

/**
 * Where a voxel grid lies in patient space: LPS, millimetres. A point is {@code origin + direction
 * * (spacing .* index)} with the index (i, j, k) running along x, y, z of the array; {@code origin}
 * is the centre of voxel (0, 0, 0).
 *
 * @param nx voxels along i, at least 1
 * @param ny voxels along j, at least 1
 * @param nz voxels along k, at least 1
 * @param spacing mm along i, j, k; finite and positive
 * @param origin LPS mm of the first voxel's centre
 * @param direction 9 numbers, row major; column c is the unit LPS direction of index axis c (ITK's
 *     convention)
 */
public record VolumeGeometry(
    int nx, int ny, int nz, Vec3 spacing, Vec3 origin, double[] direction) {

  public VolumeGeometry {
    direction = direction.clone();
    check(nx >= 1 && ny >= 1 && nz >= 1, "A volume needs at least one voxel along each axis.");
    check(
        (long) nx * ny * nz <= Integer.MAX_VALUE - 8,
        "The volume has more voxels than fit in memory.");
    check(spacing.isFinite() && spacing.min() > 0, "Voxel spacing must be positive and finite.");
    check(origin.isFinite(), "The volume's origin is not finite.");
    check(direction.length == 9, "Direction needs nine numbers.");
    check(Math.abs(determinant(direction)) > 0.5, "The direction matrix is singular or sheared.");
  }

  private static void check(boolean ok, String detail) {
    if (!ok) {
      throw new ProblemException(ErrorCode.GEOMETRY, detail);
    }
  }

  /** Axis-aligned LPS grid. */
  public static VolumeGeometry axisAligned(int nx, int ny, int nz, Vec3 spacing, Vec3 origin) {
    return new VolumeGeometry(
        nx, ny, nz, spacing, origin, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1});
  }

  public int voxels() {
    return nx * ny * nz;
  }

  /**
   * Offset of voxel (i, j, k) in a flat array: i fastest, k slowest, i.e. the (z, y, x) order of
   * ONNX tensors.
   */
  public int offset(int i, int j, int k) {
    return i + nx * (j + ny * k);
  }

  /** Volume of one voxel in mL. */
  public double voxelMl() {
    return spacing.x() * spacing.y() * spacing.z() / 1000;
  }

  /** LPS mm of a (fractional) voxel index. */
  public Vec3 toPatient(double i, double j, double k) {
    double a = i * spacing.x();
    double b = j * spacing.y();
    double c = k * spacing.z();
    return new Vec3(
        origin.x() + direction[0] * a + direction[1] * b + direction[2] * c,
        origin.y() + direction[3] * a + direction[4] * b + direction[5] * c,
        origin.z() + direction[6] * a + direction[7] * b + direction[8] * c);
  }

  /** Fractional voxel index (i, j, k) of an LPS point. */
  public Vec3 toIndex(Vec3 patient) {
    double[] m = inverseDirection();
    Vec3 d = patient.minus(origin);
    return new Vec3(
        (m[0] * d.x() + m[1] * d.y() + m[2] * d.z()) / spacing.x(),
        (m[3] * d.x() + m[4] * d.y() + m[5] * d.z()) / spacing.y(),
        (m[6] * d.x() + m[7] * d.y() + m[8] * d.z()) / spacing.z());
  }

  /** Inverse of the direction matrix, row major; the transpose when the axes are orthonormal. */
  public double[] inverseDirection() {
    double[] d = direction;
    double det = determinant(d);
    return new double[] {
      (d[4] * d[8] - d[5] * d[7]) / det,
      (d[2] * d[7] - d[1] * d[8]) / det,
      (d[1] * d[5] - d[2] * d[4]) / det,
      (d[5] * d[6] - d[3] * d[8]) / det,
      (d[0] * d[8] - d[2] * d[6]) / det,
      (d[2] * d[3] - d[0] * d[5]) / det,
      (d[3] * d[7] - d[4] * d[6]) / det,
      (d[1] * d[6] - d[0] * d[7]) / det,
      (d[0] * d[4] - d[1] * d[3]) / det
    };
  }

  /** A copy; the record's own array is never handed out. */
  @Override
  public double[] direction() {
    return direction.clone();
  }

  /** The same grid within {@code toleranceMm} at its corners. */
  public boolean matches(VolumeGeometry other, double toleranceMm) {
    return nx == other.nx
        && ny == other.ny
        && nz == other.nz
        && toPatient(0, 0, 0).distance(other.toPatient(0, 0, 0)) <= toleranceMm
        && toPatient(nx - 1, 0, 0).distance(other.toPatient(nx - 1, 0, 0)) <= toleranceMm
        && toPatient(0, ny - 1, 0).distance(other.toPatient(0, ny - 1, 0)) <= toleranceMm
        && toPatient(0, 0, nz - 1).distance(other.toPatient(0, 0, nz - 1)) <= toleranceMm;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof VolumeGeometry g
        && nx == g.nx
        && ny == g.ny
        && nz == g.nz
        && spacing.equals(g.spacing)
        && origin.equals(g.origin)
        && java.util.Arrays.equals(direction, g.direction);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(
        nx, ny, nz, spacing, origin, java.util.Arrays.hashCode(direction));
  }

  private static double determinant(double[] d) {
    return d[0] * (d[4] * d[8] - d[5] * d[7])
        - d[1] * (d[3] * d[8] - d[5] * d[6])
        + d[2] * (d[3] * d[7] - d[4] * d[6]);
  }
}
