package io.sightline.segmentation;

import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<Integer, int[]> alongI = new HashMap<>();
    Map<Integer, int[]> alongJ = new HashMap<>();
    Map<Integer, int[]> alongK = new HashMap<>();
    int slice = g.nx() * g.ny();
    for (int n : offsets) {
      extend(alongI, n / g.nx(), n);
      extend(alongJ, n / slice * g.nx() + n % g.nx(), n);
      extend(alongK, n % slice, n);
    }
    List<Vec3> ends = new ArrayList<>();
    for (int n : offsets) {
      if (ends(alongI.get(n / g.nx()), n)
          && ends(alongJ.get(n / slice * g.nx() + n % g.nx()), n)
          && ends(alongK.get(n % slice), n)) {
        ends.add(g.toPatient(n % g.nx(), n / g.nx() % g.ny(), n / slice));
      }
    }
    return ends;
  }

  /** First and last offset of each line; offsets grow along every line. */
  private static void extend(Map<Integer, int[]> lines, int line, int n) {
    int[] range = lines.computeIfAbsent(line, _ -> new int[] {n, n});
    range[0] = Math.min(range[0], n);
    range[1] = Math.max(range[1], n);
  }

  private static boolean ends(int[] range, int n) {
    return range[0] == n || range[1] == n;
  }
}
