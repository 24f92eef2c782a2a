package io.sightline.study;

import io.sightline.volume.VolumeGeometry;
import java.util.List;

/**
 * A voxel grid as JSON, in patient space: LPS, mm.
 *
 * @param size voxels along x, y, z of the array
 * @param spacing mm along the same
 * @param origin of the first voxel's centre
 * @param direction 9 numbers, row major; column c is the direction of array axis c
 */
record GeometryView(List<Integer> size, double[] spacing, double[] origin, double[] direction) {

  static GeometryView of(VolumeGeometry g) {
    return new GeometryView(
        List.of(g.nx(), g.ny(), g.nz()),
        g.spacing().toArray(),
        g.origin().toArray(),
        g.direction());
  }
}
