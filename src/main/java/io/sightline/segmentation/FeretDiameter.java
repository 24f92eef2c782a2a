package io.sightline.segmentation;

import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The longest distance between two voxel centres of a set, exactly (the maximum Feret diameter).
 *
 * <p>The farthest pair are vertices of the convex hull, and on any line of voxels only the first
 * and the last can be. So only voxels that end their line along all three axes remain; taken from
 * the outside in, pairs that cannot beat the best are never measured.
 */
final class FeretDiameter {
  private FeretDiameter() {}

  /**
   * @param offsets voxels of one set, not empty
   * @return mm; 0 for a single voxel
   */
  static double of(int[] offsets, VolumeGeometry g) {
    List<Vec3> ends = lineEnds(offsets, g);
    Vec3 centre = ends.stream().reduce(new Vec3(0, 0, 0), Vec3::plus).times(1.0 / ends.size());
    ends.sort(Comparator.comparingDouble((Vec3 p) -> p.distance(centre)).reversed());
    double[] radius = ends.stream().mapToDouble(p -> p.distance(centre)).toArray();
    double best = 0;
    for (int a = 0; a < radius.length && 2 * radius[a] > best; a++) {
      for (int b = a + 1; b < radius.length && radius[a] + radius[b] > best; b++) {
        best = Math.max(best, ends.get(a).distance(ends.get(b)));
      }
    }
    return best;
  }

  private static List<Vec3> lineEnds(int[] offsets, VolumeGeometry g) {
    int nx = g.nx();
    int slice = nx * g.ny();
    Lines alongI = new Lines(g.ny() * g.nz());
    Lines alongJ = new Lines(nx * g.nz());
    Lines alongK = new Lines(slice);
    for (int n : offsets) {
      alongI.extend(n / nx, n);
      alongJ.extend(n / slice * nx + n % nx, n);
      alongK.extend(n % slice, n);
    }
    List<Vec3> ends = new ArrayList<>();
    for (int n : offsets) {
      if (alongI.ends(n / nx, n)
          && alongJ.ends(n / slice * nx + n % nx, n)
          && alongK.ends(n % slice, n)) {
        ends.add(g.toPatient(n % nx, n / nx % g.ny(), n / slice));
      }
    }
    return ends;
  }

  /** First and last voxel of each line of one axis; offsets grow along every line. */
  private static final class Lines {
    private final int[] first;
    private final int[] last;

    Lines(int count) {
      first = new int[count];
      last = new int[count];
      Arrays.fill(first, Integer.MAX_VALUE);
    }

    void extend(int line, int n) {
      first[line] = Math.min(first[line], n);
      last[line] = Math.max(last[line], n);
    }

    boolean ends(int line, int n) {
      return first[line] == n || last[line] == n;
    }
  }
}
