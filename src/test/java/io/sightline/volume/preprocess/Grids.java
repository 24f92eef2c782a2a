package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Grids and simple shapes on them, for tests of several packages. */
public final class Grids {
  private Grids() {}

  public static VolumeGeometry cube(int n, double spacing) {
    return VolumeGeometry.axisAligned(
        n, n, n, new Vec3(spacing, spacing, spacing), new Vec3(0, 0, 0));
  }

  /** A grid turned about z, then y, then x (degrees), centred on a point. */
  public static VolumeGeometry turned(
      int nx, int ny, int nz, Vec3 spacing, Vec3 centre, double x, double y, double z) {
    double[] d = rotation(Math.toRadians(x), Math.toRadians(y), Math.toRadians(z));
    VolumeGeometry atZero = new VolumeGeometry(nx, ny, nz, spacing, new Vec3(0, 0, 0), d);
    Vec3 middle = atZero.toPatient((nx - 1) / 2.0, (ny - 1) / 2.0, (nz - 1) / 2.0);
    return new VolumeGeometry(nx, ny, nz, spacing, centre.minus(middle), d);
  }

  private static double[] rotation(double x, double y, double z) {
    double cx = Math.cos(x);
    double sx = Math.sin(x);
    double cy = Math.cos(y);
    double sy = Math.sin(y);
    double cz = Math.cos(z);
    double sz = Math.sin(z);
    return new double[] {
      cy * cz,
      sx * sy * cz - cx * sz,
      cx * sy * cz + sx * sz,
      cy * sz,
      sx * sy * sz + cx * cz,
      cx * sy * sz - sx * cz,
      -sy,
      sx * cy,
      cx * cy
    };
  }

  /** Any orientation, 0.5 to 4 mm, up to 30 voxels along an axis, somewhere near the origin. */
  public static Arbitrary<VolumeGeometry> anyOblique() {
    Arbitrary<Double> angle = Arbitraries.doubles().between(-180, 180);
    Arbitrary<Vec3> spacing = Combinators.combine(mm(0.5, 4), mm(0.5, 4), mm(0.5, 4)).as(Vec3::new);
    Arbitrary<Vec3> centre =
        Combinators.combine(mm(-200, 200), mm(-200, 200), mm(-200, 200)).as(Vec3::new);
    Arbitrary<Integer> size = Arbitraries.integers().between(2, 30);
    return Combinators.combine(size, size, size, spacing, centre, angle, angle, angle)
        .as(Grids::turned);
  }

  private static Arbitrary<Double> mm(double low, double high) {
    return Arbitraries.doubles().between(low, high);
  }

  /** Values that differ from voxel to voxel. */
  public static Volume numbered(VolumeGeometry g) {
    float[] v = new float[g.voxels()];
    for (int n = 0; n < v.length; n++) {
      v[n] = (n * 31 % 97) - 40;
    }
    return new Volume(g, v);
  }

  /** Voxels whose centres lie within a radius of a point. */
  public static Mask ball(VolumeGeometry g, Vec3 centre, double radiusMm) {
    return mask(g, p -> p.distance(centre) <= radiusMm);
  }

  /** Voxels whose centres a test accepts. */
  public static Mask mask(VolumeGeometry g, java.util.function.Predicate<Vec3> inside) {
    byte[] m = new byte[g.voxels()];
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          m[g.offset(i, j, k)] = (byte) (inside.test(g.toPatient(i, j, k)) ? 1 : 0);
        }
      }
    }
    return new Mask(g, m);
  }
}
