package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.SequencedMap;

/** A bundle's {@code network} graph that gives one vector for a whole volume. Thread-safe. */
public final class VolumeNetwork {
  private final SessionPool pool;

  public VolumeNetwork(SessionPool pool) {
    this.pool = pool;
  }

  /**
   * @param output role in the manifest's {@code outputs}
   * @return the output's elements, [1, n] or [n]
   * @throws io.sightline.shared.ProblemException {@code no_volume}, {@code invalid_bundle}, {@code
   *     cancelled}
   */
  public float[] vector(
      Bundle bundle,
      String output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    NetworkInput input = NetworkInput.of(bundle, output, volumes, cancellation);
    VolumeGeometry g = input.grid();
    float[] values = new float[g.voxels() * input.channels().size()];
    for (int c = 0; c < input.channels().size(); c++) {
      float[] channel = input.channels().get(c).voxels();
      System.arraycopy(channel, 0, values, c * channel.length, channel.length);
    }
    try (SessionPool.Lease lease = pool.lease(bundle, NetworkInput.GRAPH);
        Tensor vector =
            new Network(lease.session(), input)
                .run(values, new Size(g.nx(), g.ny(), g.nz()), cancellation)) {
      return vector.toFloats();
    }
  }
}
