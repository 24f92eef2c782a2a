package io.sightline.segmentation;

import io.sightline.volume.Mask;
import io.sightline.volume.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Splits a mask into its 26-connected components (voxels that share a face, edge or corner). */
public final class ConnectedComponents {
  private final VolumeGeometry g;
  private final byte[] open;
  private int[] queue = new int[1024];

  private ConnectedComponents(Mask mask) {
    g = mask.geometry();
    open = mask.inside().clone();
  }

  /**
   * @return voxel offsets of each component, the largest component first
   */
  public static List<int[]> of(Mask mask) {
    ConnectedComponents search = new ConnectedComponents(mask);
    List<int[]> found = new ArrayList<>();
    for (int n = 0; n < search.open.length; n++) {
      if (search.open[n] != 0) {
        found.add(search.flood(n));
      }
    }
    found.sort(Comparator.comparingInt((int[] c) -> c.length).reversed());
    return found;
  }

  private int[] flood(int seed) {
    queue[0] = seed;
    open[seed] = 0;
    int end = 1;
    for (int at = 0; at < end; at++) {
      end = enqueueNeighbours(queue[at], end);
    }
    return Arrays.copyOf(queue, end);
  }

  private int enqueueNeighbours(int offset, int end) {
    int i = offset % g.nx();
    int j = offset / g.nx() % g.ny();
    int k = offset / (g.nx() * g.ny());
    for (int z = Math.max(0, k - 1); z <= Math.min(g.nz() - 1, k + 1); z++) {
      for (int y = Math.max(0, j - 1); y <= Math.min(g.ny() - 1, j + 1); y++) {
        for (int x = Math.max(0, i - 1); x <= Math.min(g.nx() - 1, i + 1); x++) {
          int n = g.offset(x, y, z);
          if (open[n] != 0) {
            open[n] = 0;
            queue = end < queue.length ? queue : Arrays.copyOf(queue, 2 * end);
            queue[end++] = n;
          }
        }
      }
    }
    return end;
  }
}
