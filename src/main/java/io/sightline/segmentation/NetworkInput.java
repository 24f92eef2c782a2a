package io.sightline.segmentation;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Prepared;
import io.sightline.volume.preprocess.PreprocessSpec;
import io.sightline.volume.preprocess.Preprocessor;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's {@code network} graph is given: volumes prepared as the manifest declares.
 *
 * @param slots the manifest's inputs
 * @param channels one per slot, all on one grid; zeros where an optional input is not there
 * @param present 1 per slot that is there, 0 otherwise
 */
@SuppressWarnings("ArrayRecordComponent")
record NetworkInput(
    PreprocessSpec spec,
    OutputSpec output,
    GraphSpec graph,
    List<InputSpec> slots,
    List<Volume> channels,
    float[] present) {
  static final String GRAPH = "network";

  static NetworkInput of(
      Bundle bundle,
      String output,
      SequencedMap<String, Volume> volumes,
      Cancellation cancellation) {
    BundleManifest manifest = bundle.manifest();
    PreprocessSpec spec = require(manifest.preprocess(), bundle, "preprocess section");
    OutputSpec labels = require(manifest.outputs().get(output), bundle, "output " + output);
    GraphSpec graph = require(manifest.graphs().get(GRAPH), bundle, "network graph");
    Prepared prepared = new Preprocessor(spec).prepare(volumes, cancellation);
    float[] present = present(manifest, prepared);
    return new NetworkInput(
        spec, labels, graph, manifest.inputs(), channels(manifest, prepared), present);
  }

  VolumeGeometry grid() {
    return channels.getFirst().geometry();
  }

  private static float[] present(BundleManifest manifest, Prepared prepared) {
    float[] present = new float[manifest.inputs().size()];
    boolean some = false;
    boolean all = true;
    for (int n = 0; n < present.length; n++) {
      InputSpec slot = manifest.inputs().get(n);
      boolean there = prepared.images().containsKey(slot.name());
      present[n] = there ? 1 : 0;
      some |= there;
      all &= there || slot.optional();
    }
    if (!some || !all) {
      throw new ProblemException(
          ErrorCode.NO_VOLUME,
          "%s of bundle %s is present."
              .formatted(some ? "Not every input" : "No input", manifest.id()));
    }
    return present;
  }

  private static List<Volume> channels(BundleManifest manifest, Prepared prepared) {
    VolumeGeometry grid = prepared.grid();
    Volume nothing = new Volume(grid, new float[grid.voxels()]);
    return manifest.inputs().stream()
        .map(slot -> prepared.images().getOrDefault(slot.name(), nothing))
        .toList();
  }

  private static <T> T require(@Nullable T part, Bundle bundle, String what) {
    if (part == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "Bundle %s has no %s.".formatted(bundle.id(), what));
    }
    return part;
  }
}
