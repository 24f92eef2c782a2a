package io.sightline.volume.preprocess;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a grid into tiles whose cores cover it once. What a tile has around its core is a halo that
 * its network sees and whose outputs are dropped; at the grid's border there is none, since the
 * network pads there as it would on the whole grid.
 */
public final class HaloTiles {
  private static final int MOST_PARTS = 12;

  private HaloTiles() {}

  /**
   * A tile: {@code size} voxels from {@code (x, y, z)} on, of which those from {@code (coreX,
   * coreY, coreZ)} on, {@code core} many, are kept; all in the grid's indices.
   */
  public record Tile(int x, int y, int z, Size size, int coreX, int coreY, int coreZ, Size core) {}

  /**
   * @param most voxels of a tile, halo included
   * @return in order of z, then y, then x: of all ways to cut the axes into nearly equal parts, the
   *     one whose tiles have the fewest voxels together; one tile when the grid has no more than
   *     {@code most}
   * @throws io.sightline.shared.ProblemException {@code geometry} when no cut is fine enough
   */
  public static List<Tile> of(VolumeGeometry grid, long most, int halo) {
    int[] parts = parts(new int[] {grid.nx(), grid.ny(), grid.nz()}, most, halo);
    List<Tile> tiles = new ArrayList<>();
    for (Span z : spans(grid.nz(), parts[2], halo)) {
      for (Span y : spans(grid.ny(), parts[1], halo)) {
        for (Span x : spans(grid.nx(), parts[0], halo)) {
          tiles.add(
              new Tile(
                  x.from,
                  y.from,
                  z.from,
                  new Size(x.to - x.from, y.to - y.from, z.to - z.from),
                  x.core,
                  y.core,
                  z.core,
                  new Size(x.coreEnd - x.core, y.coreEnd - y.core, z.coreEnd - z.core)));
        }
      }
    }
    return tiles;
  }

  private static int[] parts(int[] length, long most, int halo) {
    int[] best = new int[0];
    double least = Double.MAX_VALUE;
    for (int n = 0; n < MOST_PARTS * MOST_PARTS * MOST_PARTS; n++) {
      int[] parts = {
        1 + n % MOST_PARTS, 1 + n / MOST_PARTS % MOST_PARTS, 1 + n / MOST_PARTS / MOST_PARTS
      };
      double tile = 1;
      double all = 1;
      for (int axis = 0; axis < 3; axis++) {
        int longest = longest(length[axis], parts[axis], halo);
        tile *= longest;
        all *= (double) longest * parts[axis];
      }
      if (tile <= most && all < least) {
        least = all;
        best = parts;
      }
    }
    if (best.length == 0) {
      throw new ProblemException(
          ErrorCode.GEOMETRY, "The volume cannot be cut into parts that the network may take.");
    }
    return best;
  }

  /** Along one axis; ends are exclusive. */
  private record Span(int from, int to, int core, int coreEnd) {}

  private static List<Span> spans(int length, int count, int halo) {
    List<Span> spans = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int core = (int) ((long) length * n / count);
      int end = (int) ((long) length * (n + 1) / count);
      if (end > core) {
        spans.add(new Span(Math.max(0, core - halo), Math.min(length, end + halo), core, end));
      }
    }
    return spans;
  }

  private static int longest(int length, int count, int halo) {
    int core = Math.ceilDiv(length, count);
    int halos = Math.min(2, count - 1);
    return Math.min(length, core + halos * halo);
  }
}
