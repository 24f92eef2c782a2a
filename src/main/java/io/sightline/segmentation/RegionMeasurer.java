package io.sightline.segmentation;

import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import java.util.List;

/** Measures a mask in its own grid; see {@link RegionMeasurement} for what each number means. */
public final class RegionMeasurer {
  private RegionMeasurer() {}

  /**
   * @throws IllegalArgumentException when the mask is empty: there is nothing to measure
   */
  public static RegionMeasurement measure(Mask mask) {
    List<int[]> components = ConnectedComponents.of(mask);
    if (components.isEmpty()) {
      throw new IllegalArgumentException("an empty mask has no measure");
    }
    VolumeGeometry g = mask.geometry();
    Extent extent = new Extent(g);
    components.forEach(extent::add);
    return new RegionMeasurement(
        extent.count * g.voxelMl(),
        FeretDiameter.of(components.getFirst(), g),
        extent.centroid(),
        extent.corner(extent.low),
        extent.corner(extent.high),
        extent.keySlice(),
        components.size());
  }

  /** Sums and bounds over voxels. */
  private static final class Extent {
    private final VolumeGeometry g;
    private final int[] perSlice;
    private final double[] sum = new double[3];
    private final double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    private final double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
    private long count;

    Extent(VolumeGeometry g) {
      this.g = g;
      this.perSlice = new int[g.nz()];
    }

    void add(int[] offsets) {
      for (int n : offsets) {
        int i = n % g.nx();
        int j = n / g.nx() % g.ny();
        int k = n / (g.nx() * g.ny());
        perSlice[k]++;
        sum[0] += i;
        sum[1] += j;
        sum[2] += k;
        bound(g.toPatient(i, j, k));
      }
      count += offsets.length;
    }

    private void bound(Vec3 p) {
      low[0] = Math.min(low[0], p.x());
      low[1] = Math.min(low[1], p.y());
      low[2] = Math.min(low[2], p.z());
      high[0] = Math.max(high[0], p.x());
      high[1] = Math.max(high[1], p.y());
      high[2] = Math.max(high[2], p.z());
    }

    Vec3 centroid() {
      return g.toPatient(sum[0] / count, sum[1] / count, sum[2] / count);
    }

    Vec3 corner(double[] of) {
      return new Vec3(of[0], of[1], of[2]);
    }

    int keySlice() {
      int best = 0;
      for (int k = 1; k < perSlice.length; k++) {
        best = perSlice[k] > perSlice[best] ? k : best;
      }
      return best;
    }
  }
}
