package io.sightline.bundle;

import io.sightline.volume.preprocess.PreprocessSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bundle.yaml} says: the contract of {@code docs/reference/bundle.schema.json} as
 * records. Only manifests that passed the schema become records, so required parts are never null.
 *
 * @param id lower-case with hyphens; the folder's name
 * @param task for example {@code report}, {@code segment}, {@code classify}, {@code embed}
 * @param inputs the named volumes that the encoder or specialist takes, in order
 * @param outputs what the graphs' output tensors mean, by role, for example {@code structures}
 * @param graphs ONNX files, or models of other servers, by role: {@code encoder}, {@code decoder},
 *     {@code embed_tokens}, {@code mask_decoder}, {@code network}
 * @param resources what a run of {@code network} costs; null = not declared
 * @param files every file that the bundle consists of, with its hash; others are not used
 */
public record BundleManifest(
    int schemaVersion,
    String id,
    String version,
    Kind kind,
    String task,
    String title,
    Licence licence,
    @Nullable Provenance provenance,
    Scope scope,
    List<InputSpec> inputs,
    @Nullable PreprocessSpec preprocess,
    @Nullable Plausibility plausibility,
    Map<String, OutputSpec> outputs,
    Map<String, GraphSpec> graphs,
    @Nullable LanguageSpec language,
    @Nullable MaskDecoderSpec maskDecoder,
    @Nullable AtlasSpec atlas,
    @Nullable Resources resources,
    List<Quality> quality,
    List<FileEntry> files) {

  public BundleManifest {
    scope = scope == null ? Scope.UNDECLARED : scope;
    inputs = Defaults.list(inputs);
    outputs = Defaults.map(outputs);
    graphs = Defaults.map(graphs);
    quality = Defaults.list(quality);
    files = Defaults.list(files);
  }

  /** What a bundle is for. */
  public enum Kind {
    GENERALIST,
    SPECIALIST,
    EMBEDDER
  }

  /** Stands for a manifest that could not be read, so that its folder can be listed as refused. */
  static BundleManifest unreadable(String id) {
    return new BundleManifest(
        0,
        id,
        "",
        Kind.SPECIALIST,
        "",
        "",
        new Licence("", null),
        null,
        Scope.UNDECLARED,
        List.of(),
        null,
        null,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  public Optional<GraphSpec> graph(String role) {
    return Optional.ofNullable(graphs.get(role));
  }

  public Optional<OutputSpec> output(String role) {
    return Optional.ofNullable(outputs.get(role));
  }

  /** Whether a label of any output says which finding it shows. */
  public boolean tellsFindings() {
    return outputs.values().stream()
        .flatMap(o -> o.labels().stream())
        .anyMatch(l -> l.finding() != null);
  }

  public boolean lists(String path) {
    return files.stream().anyMatch(f -> f.path().equals(path));
  }
}
