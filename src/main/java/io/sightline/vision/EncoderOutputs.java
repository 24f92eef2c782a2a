package io.sightline.vision;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.inference.HostTensor;
import io.sightline.inference.Tensor;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.Prepared;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From an encoder graph's outputs to an {@link Encoding}. What a graph does not give stays empty.
 */
final class EncoderOutputs {
  private static final String HIGH_RES = "high_res_features_";

  private final BundleManifest manifest;
  private final GraphSpec graph;
  private final Prepared prepared;
  private final Map<String, Tensor> outputs;

  EncoderOutputs(
      BundleManifest manifest, GraphSpec graph, Prepared prepared, Map<String, Tensor> outputs) {
    this.manifest = manifest;
    this.graph = graph;
    this.prepared = prepared;
    this.outputs = outputs;
  }

  /** Names of the graph's outputs that an encoding is made of. */
  static Set<String> wanted(BundleManifest manifest, GraphSpec graph, Set<String> declared) {
    Set<String> wanted = new LinkedHashSet<>();
    List.of("image_tokens", "image_embeddings", "gates", ImageEmbedding.OUTPUT)
        .forEach(r -> wanted.add(graph.outputName(r)));
    manifest.outputs().values().forEach(o -> wanted.add(graph.outputName(o.tensor())));
    declared.stream().filter(n -> n.startsWith(HIGH_RES)).forEach(wanted::add);
    wanted.retainAll(declared);
    return wanted;
  }

  Encoding encoding(String key) {
    return new Encoding(
        key,
        prepared.grid(),
        contributions(),
        host("image_tokens"),
        host("image_embeddings"),
        highResFeatures(),
        structures(),
        lesions(),
        host(ImageEmbedding.OUTPUT),
        FindingScores.of(manifest.outputs().get(OutputSpec.FINDINGS), this::tensor));
  }

  private @Nullable Tensor tensor(String role) {
    return outputs.get(graph.outputName(role));
  }

  private HostTensor host(String role) {
    Tensor t = tensor(role);
    return t == null ? Encoding.NOTHING : new HostTensor(t.shape(), t.toFloats());
  }

  private Map<String, HostTensor> highResFeatures() {
    Map<String, HostTensor> features = new LinkedHashMap<>();
    outputs.forEach(
        (name, t) -> {
          if (name.startsWith(HIGH_RES)) {
            features.put(name, new HostTensor(t.shape(), t.toFloats()));
          }
        });
    return features;
  }

  /** The gates of the slots that were there, summing to 1; equal parts where a graph has none. */
  private Map<Sequence, Double> contributions() {
    Tensor gates = outputs.get(graph.outputName("gates"));
    float[] weights = gates == null ? null : gates.toFloats();
    Map<Sequence, Double> parts = new LinkedHashMap<>();
    List<InputSpec> slots = manifest.inputs();
    for (int n = 0; n < slots.size(); n++) {
      Sequence sequence = slots.get(n).sequence();
      if (prepared.images().containsKey(slots.get(n).name())) {
        parts.put(
            sequence == null ? Sequence.OTHER : sequence,
            weights == null || n >= weights.length ? 1.0 : weights[n]);
      }
    }
    double sum = parts.values().stream().mapToDouble(Double::doubleValue).sum();
    parts.replaceAll((_, w) -> sum > 0 ? w / sum : 1.0 / parts.size());
    return parts;
  }

  private LabelMap structures() {
    float[] logits = logits("structures");
    return logits.length == 0
        ? new LabelMap(prepared.grid(), new byte[prepared.grid().voxels()])
        : ArgMax.of(logits, prepared.grid());
  }

  private Map<String, Volume> lesions() {
    float[] logits = logits("lesions");
    Map<String, Volume> lesions = new LinkedHashMap<>();
    if (logits.length > 0) {
      int n = prepared.grid().voxels();
      for (LabelSpec label : manifest.outputs().get("lesions").labels()) {
        float[] channel = Arrays.copyOfRange(logits, label.index() * n, (label.index() + 1) * n);
        lesions.put(label.id(), new Volume(prepared.grid(), channel));
      }
    }
    return lesions;
  }

  /** [channels, z, y, x] of an output role on the model grid; empty when there is none. */
  private float[] logits(String role) {
    OutputSpec spec = manifest.outputs().get(role);
    Tensor t = spec == null ? null : outputs.get(graph.outputName(spec.tensor()));
    if (spec == null || t == null) {
      return new float[0];
    }
    VolumeGeometry g = prepared.grid();
    long[] shape = t.shape();
    int channels = spec.labels().stream().mapToInt(LabelSpec::index).max().orElse(-1) + 1;
    boolean fits =
        shape.length == 5
            && shape[1] >= channels
            && shape[2] == g.nz()
            && shape[3] == g.ny()
            && shape[4] == g.nx();
    if (!fits) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "Encoder output %s has shape %s, which is not its labels on the model's grid."
              .formatted(spec.tensor(), Arrays.toString(shape)));
    }
    return t.toFloats();
  }
}
