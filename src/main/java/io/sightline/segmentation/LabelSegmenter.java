package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.inference.SessionPool;
import io.sightline.inference.Tensor;
import io.sightline.shared.Cancellation;
import io.sightline.volume.Volume;
import io.sightline.volume.preprocess.CropPad;
import io.sightline.volume.preprocess.HaloTiles;
import io.sightline.volume.preprocess.HaloTiles.Tile;
import io.sightline.volume.preprocess.PreprocessSpec;
import java.util.List;
import java.util.SequencedMap;

/**
 * Runs a bundle's {@code network} graph whose classes exclude each other (softmax), and keeps the
 * most probable class of each voxel. The volume is fed whole, or in tiles where the manifest
 * declares a window with a halo. Thread-safe; blocking.
 */
public final class LabelSegmenter {
  private final SessionPool pool;

  public LabelSegmenter(SessionPool pool) {
    this.pool = pool;
  }

  /**
   * @param output role in the manifest's {@code outputs}
   * @param volumes by input name; those that are not optional are there
   * @throws io.sightline.shared.ProblemException {@code no_volume}, {@code invalid_bundle}, {@code
   *     cancelled}
   */
  public Labelling segment(
      Bundle bundle,
      String output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    NetworkInput input = NetworkInput.of(bundle, output, volumes, cancellation);
    LabelReducer reducer = new LabelReducer(input.grid());
    try (SessionPool.Lease lease = pool.lease(bundle, NetworkInput.GRAPH)) {
      Network network = new Network(lease.session(), input);
      for (Tile tile : tiles(input)) {
        cancellation.check();
        try (Tensor logits = network.run(cut(input, tile), tile.size(), cancellation)) {
          reducer.add(logits, tile);
        }
      }
    }
    return reducer.result();
  }

  private static List<Tile> tiles(NetworkInput input) {
    PreprocessSpec.Window window = input.spec().window();
    if (window == null || window.halo() == 0) {
      return HaloTiles.of(input.grid(), input.grid().voxels(), 0);
    }
    long declared = (long) window.size().x() * window.size().y() * window.size().z();
    int classes = 1 + input.output().labels().stream().mapToInt(LabelSpec::index).max().orElse(0);
    long readable = Integer.MAX_VALUE / Float.BYTES / classes;
    return HaloTiles.of(input.grid(), Math.min(declared, readable), window.halo());
  }

  /** [channels, z, y, x] of a tile. */
  private static float[] cut(NetworkInput input, Tile t) {
    int n = t.size().x() * t.size().y() * t.size().z();
    float[] patch = new float[n * input.channels().size()];
    for (int c = 0; c < input.channels().size(); c++) {
      Volume v = CropPad.apply(input.channels().get(c), t.x(), t.y(), t.z(), t.size(), 0);
      System.arraycopy(v.voxels(), 0, patch, c * n, n);
    }
    return patch;
  }
}
