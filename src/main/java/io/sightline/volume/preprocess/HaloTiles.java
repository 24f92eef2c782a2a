package io.sightline.volume.preprocess;

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
  private HaloTiles() {}

  /**
   * A tile: {@code size} voxels from {@code (x, y, z)} on, of which those from {@code (coreX,
   * coreY, coreZ)} on, {@code core} many, are kept; all in the grid's indices.
   */
  public record Tile(int x, int y, int z, Size size, int coreX, int coreY, int coreZ, Size core) {}

  /**
   * @param most voxels of a tile along x, y, z, halo included
   * @return in order of z, then y, then x; one tile when the grid is no larger than {@code most}
   */
  public static List<Tile> of(VolumeGeometry grid, Size most, int halo) {
    List<Tile> tiles = new ArrayList<>();
    for (Span z : spans(grid.nz(), most.z(), halo)) {
      for (Span y : spans(grid.ny(), most.y(), halo)) {
        for (Span x : spans(grid.nx(), most.x(), halo)) {
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

  /** Along one axis; ends are exclusive. */
  private record Span(int from, int to, int core, int coreEnd) {}

  /** Cores of nearly equal length, as few as the limit allows. */
  private static List<Span> spans(int length, int most, int halo) {
    int count = 1;
    while (count < length && longest(length, count, halo) > most) {
      count++;
    }
    List<Span> spans = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int core = (int) ((long) length * n / count);
      int end = (int) ((long) length * (n + 1) / count);
      spans.add(new Span(Math.max(0, core - halo), Math.min(length, end + halo), core, end));
    }
    return spans;
  }

  private static int longest(int length, int count, int halo) {
    int core = Math.ceilDiv(length, count);
    int halos = Math.min(2, count - 1);
    return Math.min(length, core + halos * halo);
  }
}
