package io.sightline.volume;

import io.sightline.dicom.PixelFormat;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A volume being filled. A slice that lies on a plane of the grid goes straight to its place;
 * slices between planes are kept aside. Planes without a slice are interpolated between the two
 * nearest slices. Different slices may be put from different threads.
 */
final class VoxelGrid {
  private static final double ON_PLANE = 1e-6;

  private final AssembledVolume volume;
  private final VolumeGeometry grid;
  private final float[] voxels;
  private final Map<Slice, Plane> planes = new ConcurrentHashMap<>();

  /** Where a slice's values lie: in the volume itself or in an array of their own. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Plane(float[] values, int offset) {}

  VoxelGrid(AssembledVolume volume) {
    this.volume = volume;
    this.grid = volume.geometry();
    this.voxels = new float[grid.voxels()];
  }

  String modality() {
    return volume.modality();
  }

  void put(Slice slice, PixelFormat format, float[] values) {
    float[] upright = upright(slice, format, values);
    if (onPlane(slice, Math.rint(slice.k()))) {
      int offset = offset((int) Math.rint(slice.k()));
      System.arraycopy(upright, 0, voxels, offset, upright.length);
      planes.put(slice, new Plane(voxels, offset));
    } else {
      planes.put(slice, new Plane(upright, 0));
    }
  }

  Volume toVolume() {
    if (!planes.keySet().containsAll(volume.slices())) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA, "The series lacks slices that its headers describe.");
    }
    int above = 0;
    for (int k = 0; k < grid.nz(); k++) {
      while (above < volume.slices().size() - 1 && volume.slices().get(above).k() < k - ON_PLANE) {
        above++;
      }
      fill(k, above);
    }
    return new Volume(grid, voxels);
  }

  /**
   * @param above the first slice that does not lie below plane k, or the last one
   */
  private void fill(int k, int above) {
    List<Slice> slices = volume.slices();
    Slice upper = slices.get(above);
    if (onPlane(upper, k)) {
      return;
    }
    Plane high = planes.get(upper);
    Slice lower = slices.get(Math.max(0, above - 1));
    Plane low = planes.get(lower);
    double weight = Math.clamp((upper.k() - k) / (upper.k() - lower.k()), 0, 1);
    int offset = offset(k);
    for (int i = 0; i < grid.nx() * grid.ny(); i++) {
      voxels[offset + i] =
          (float)
              (weight * low.values()[low.offset() + i]
                  + (1 - weight) * high.values()[high.offset() + i]);
    }
  }

  private static boolean onPlane(Slice slice, double k) {
    return Math.abs(slice.k() - k) <= ON_PLANE;
  }

  private int offset(int k) {
    return grid.offset(0, 0, k);
  }

  /** The slice on the grid's own columns and rows: itself, or shifted with linear weights. */
  private float[] upright(Slice slice, PixelFormat format, float[] values) {
    boolean fits = format.columns() == grid.nx() && format.rows() == grid.ny();
    if (slice.shiftI() == 0 && slice.shiftJ() == 0 && fits) {
      return values;
    }
    if (format.columns() > grid.nx() || format.rows() > grid.ny()) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA, "A slice has grown since its series was assembled.");
    }
    return SliceShift.apply(
        values,
        format.columns(),
        format.rows(),
        grid.nx(),
        grid.ny(),
        slice,
        RealWorldValues.background(modality()));
  }
}
