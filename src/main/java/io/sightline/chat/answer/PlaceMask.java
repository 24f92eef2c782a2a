package io.sightline.chat.answer;

import io.sightline.chat.answer.AskedPlace.Box;
import io.sightline.chat.answer.AskedPlace.Point;
import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;

/** The voxels of a grid that a place covers; empty when it lies outside. */
final class PlaceMask {
  private PlaceMask() {}

  static Mask of(AskedPlace place, VolumeGeometry grid) {
    return switch (place) {
      case Point(Vec3 lps) -> point(lps, grid);
      case Box box -> box(box, grid);
    };
  }

  private static Mask point(Vec3 lps, VolumeGeometry g) {
    byte[] inside = new byte[g.voxels()];
    Vec3 at = g.toIndex(lps);
    long i = Math.round(at.x());
    long j = Math.round(at.y());
    long k = Math.round(at.z());
    if (i >= 0 && j >= 0 && k >= 0 && i < g.nx() && j < g.ny() && k < g.nz()) {
      inside[g.offset((int) i, (int) j, (int) k)] = 1;
    }
    return new Mask(g, inside);
  }

  /** Voxel centres in the box; a box between the centres covers the voxel it lies in. */
  private static Mask box(Box box, VolumeGeometry g) {
    byte[] inside = new byte[g.voxels()];
    int n = 0;
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          inside[n++] = (byte) (box.holds(g.toPatient(i, j, k)) ? 1 : 0);
        }
      }
    }
    Mask mask = new Mask(g, inside);
    return mask.isEmpty() ? point(box.min().plus(box.max()).times(0.5), g) : mask;
  }
}
