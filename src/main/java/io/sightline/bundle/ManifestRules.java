package io.sightline.bundle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a schema cannot say: parts of a manifest that must fit each other. */
final class ManifestRules {
  private final BundleManifest manifest;
  private final List<String> problems = new ArrayList<>();

  private ManifestRules(BundleManifest manifest) {
    this.manifest = manifest;
  }

  static List<String> problems(BundleManifest manifest, String folderName) {
    ManifestRules rules = new ManifestRules(manifest);
    rules.folder(folderName);
    rules.parts();
    rules.files();
    manifest.graphs().forEach(rules::remote);
    rules.inputs();
    manifest.outputs().forEach(rules::output);
    return rules.problems;
  }

  private void folder(String name) {
    require(
        manifest.id().equals(name),
        "id '" + manifest.id() + "' differs from the folder's name '" + name + "'");
  }

  private void parts() {
    if (manifest.kind() == BundleManifest.Kind.GENERALIST) {
      require(manifest.language() != null, "a generalist needs the part 'language'");
    }
    if (manifest.language() != null) {
      require(manifest.graphs().containsKey("decoder"), "'language' needs the graph 'decoder'");
    }
    if (manifest.maskDecoder() != null) {
      require(
          manifest.graphs().containsKey("mask_decoder"),
          "'maskDecoder' needs the graph 'mask_decoder'");
    }
    if (manifest.graphs().containsKey("encoder")) {
      require(manifest.preprocess() != null, "the graph 'encoder' needs the part 'preprocess'");
      require(!manifest.inputs().isEmpty(), "the graph 'encoder' needs the part 'inputs'");
    }
  }

  private void files() {
    manifest
        .graphs()
        .forEach(
            (role, g) -> {
              if (g.file() != null) {
                listed(g.file(), "graph '" + role + "'");
              }
            });
    if (manifest.language() != null) {
      listed(manifest.language().tokenizer(), "language.tokenizer");
    }
    if (manifest.atlas() != null) {
      listed(manifest.atlas().file(), "atlas.file");
      listed(manifest.atlas().labels(), "atlas.labels");
    }
    Set<String> seen = new HashSet<>();
    manifest
        .files()
        .forEach(f -> require(seen.add(f.path()), "file '" + f.path() + "' is listed twice"));
  }

  private void listed(String path, String by) {
    require(manifest.lists(path), by + " names '" + path + "', which 'files' does not list");
  }

  /** Its server may say nothing of its tensors, so the manifest has to. */
  private void remote(String role, GraphSpec graph) {
    if (graph.remote() == null) {
      return;
    }
    String at = "graph '" + role + "'";
    require(
        manifest.kind() == BundleManifest.Kind.SPECIALIST && role.equals("network"),
        at + " is remote, which only the graph 'network' of a specialist can be");
    tensors(at, "inputs", graph.inputs());
    tensors(at, "outputs", graph.outputs());
  }

  private void tensors(String at, String part, Map<String, GraphSpec.TensorDecl> tensors) {
    require(
        !tensors.isEmpty()
            && tensors.values().stream().allMatch(t -> t.type() != null && t.shape() != null),
        at + " is remote and needs " + part + " with type and shape");
  }

  private void inputs() {
    Set<String> seen = new HashSet<>();
    manifest
        .inputs()
        .forEach(i -> require(seen.add(i.name()), "input '" + i.name() + "' is listed twice"));
  }

  private void output(String role, OutputSpec output) {
    String at = "output '" + role + "'";
    Set<Integer> indices = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (LabelSpec label : output.labels()) {
      require(indices.add(label.index()), at + " has two labels of index " + label.index());
      require(ids.add(label.id()), at + " has two labels '" + label.id() + "'");
    }
    require(
        !role.equals(OutputSpec.FINDINGS) || output.activation() != OutputSpec.Activation.SOFTMAX,
        at + " scores findings, which do not exclude each other: no softmax");
    require(
        manifest.graphs().values().stream().anyMatch(g -> declares(g, output.tensor())),
        at + " reads the tensor '" + output.tensor() + "', which no graph declares");
  }

  private static boolean declares(GraphSpec graph, String tensor) {
    return graph.outputs().keySet().stream().anyMatch(r -> r.equals(tensor))
        || graph.outputs().keySet().stream().anyMatch(r -> graph.outputName(r).equals(tensor));
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
