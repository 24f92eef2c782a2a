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
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's {@code network} graph is given: volumes prepared as the manifest declares.
 *
 * @param channels in the manifest's order, all on one grid
 */
record NetworkInput(
    PreprocessSpec spec, OutputSpec output, GraphSpec graph, List<Volume> channels) {
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
    return new NetworkInput(spec, labels, graph, channels(manifest, prepared));
  }

  VolumeGeometry grid() {
    return channels.getFirst().geometry();
  }

  private static List<Volume> channels(BundleManifest manifest, Prepared prepared) {
    List<Volume> channels =
        manifest.inputs().stream()
            .map(InputSpec::name)
            .map(prepared.images()::get)
            .filter(Objects::nonNull)
            .toList();
    if (channels.size() != manifest.inputs().size()) {
      throw new ProblemException(
          ErrorCode.NO_VOLUME, "Not every input of bundle " + manifest.id() + " is present.");
    }
    return channels;
  }

  private static <T> T require(@Nullable T part, Bundle bundle, String what) {
    if (part == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "Bundle %s has no %s.".formatted(bundle.id(), what));
    }
    return part;
  }
}
