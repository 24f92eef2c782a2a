package io.sightline.volume;

import io.sightline.dicom.PixelFormat;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import java.util.List;

/**
 * A volume being filled. Slices that lie on planes of the grid go straight to their place; planes
 * without a slice, and all planes of an unevenly spaced stack, are interpolated between the two
 * nearest slices. Different slices may be put from different threads.
 */
final class VoxelGrid {
  private static final double ON_PLANE = 1e-6;

  private final AssembledVolume volume;
  private final VolumeGeometry grid;
  private final float[][] planes;

  VoxelGrid(AssembledVolume volume) {
    this.volume = volume;
    this.grid = volume.geometry();
    this.planes = new float[volume.slices().size()][];
  }

  String modality() {
    return volume.modality();
  }

  void put(Slice slice, PixelFormat format, float[] values) {
    int at = volume.slices().indexOf(slice);
    planes[at] = upright(slice, format, values);
  }

  Volume toVolume() {
    if (Arrays.stream(planes).anyMatch(p -> p == null)) {
      throw new ProblemException(
          ErrorCode.CORRUPT_PIXEL_DATA, "The series lacks slices that its headers describe.");
    }
    float[] voxels = new float[grid.voxels()];
    int size = grid.nx() * grid.ny();
    for (int k = 0; k < grid.nz(); k++) {
      fill(voxels, k * size, k);
    }
    return new Volume(grid, voxels);
  }

  private void fill(float[] voxels, int offset, int k) {
    List<Slice> slices = volume.slices();
    int above = 0;
    while (above < slices.size() - 1 && slices.get(above).k() < k - ON_PLANE) {
      above++;
    }
    float[] upper = planes[above];
    double distance = slices.get(above).k() - k;
    if (above == 0 || distance <= ON_PLANE) {
      System.arraycopy(upper, 0, voxels, offset, upper.length);
      return;
    }
    float[] lower = planes[above - 1];
    double weight = distance / (slices.get(above).k() - slices.get(above - 1).k());
    for (int i = 0; i < upper.length; i++) {
      voxels[offset + i] = (float) (weight * lower[i] + (1 - weight) * upper[i]);
    }
  }

  /** The slice on the grid's own columns and rows: itself, or shifted with linear weights. */
  private float[] upright(Slice slice, PixelFormat format, float[] values) {
    boolean shifted = slice.shiftI() != 0 || slice.shiftJ() != 0;
    boolean fits = format.columns() == grid.nx() && format.rows() == grid.ny();
    if (!shifted && fits) {
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
