package io.sightline.routing;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.Resources;
import io.sightline.volume.Vec3;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.ModelGrid;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.PreprocessSpec.Size;

/**
 * What a run is expected to take, at most: what a bundle trims away is not known before.
 *
 * @param millis 0 when the manifest declares no resources, or another machine is to do it
 * @param bytes native memory
 */
public record Cost(long millis, long bytes) {
  public static final Cost UNKNOWN = new Cost(0, 0);

  /** Reading, resampling, mapping back. */
  private static final long OVERHEAD_MS = 2000;

  /**
   * @throws io.sightline.shared.ProblemException {@code geometry} when the grid would be absurd
   */
  static Cost of(BundleManifest manifest, VolumeGeometry source, double multiplicationsPerSecond) {
    Resources resources = manifest.resources();
    PreprocessSpec spec = manifest.preprocess();
    boolean elsewhere = manifest.graph("network").filter(g -> g.remote() != null).isPresent();
    if (resources == null || spec == null || elsewhere) {
      return UNKNOWN;
    }
    double voxels = voxels(ModelGrid.extent(source, spec.grid()), spec.grid().size());
    double seconds = voxels * resources.multiplicationsPerVoxel() / multiplicationsPerSecond;
    double atOnce = spec.window() == null ? voxels : Math.min(voxels, voxels(spec.window().size()));
    return new Cost(
        OVERHEAD_MS + Math.round(1000 * seconds), Math.round(atOnce * resources.bytesPerVoxel()));
  }

  private static double voxels(
      VolumeGeometry extent, @org.jspecify.annotations.Nullable Size most) {
    Vec3 n = new Vec3(extent.nx(), extent.ny(), extent.nz());
    return most == null
        ? n.x() * n.y() * n.z()
        : Math.min(n.x(), most.x()) * Math.min(n.y(), most.y()) * Math.min(n.z(), most.z());
  }

  private static double voxels(Size size) {
    return (double) size.x() * size.y() * size.z();
  }
}
