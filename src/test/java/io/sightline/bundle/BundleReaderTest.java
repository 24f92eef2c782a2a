package io.sightline.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.CodedConcept;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import io.sightline.volume.preprocess.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleReaderTest {
  @TempDir Path models;

  private Bundle read(String manifest) throws IOException {
    return new BundleReader().read(BundleFolder.write(models, manifest));
  }

  @Test
  void aValidManifestBecomesRecords() throws IOException {
    Bundle bundle = read(BundleFolder.VALID);

    assertThat(bundle.problems()).isEmpty();
    BundleManifest m = bundle.manifest();
    assertThat(m.kind()).isEqualTo(BundleManifest.Kind.SPECIALIST);
    assertThat(m.scope().requiresAnyOf()).containsExactly(Sequence.FLAIR, Sequence.T1);
    assertThat(m.provenance().date()).isEqualTo("2026-11-23");
    PreprocessSpec pre = m.preprocess();
    assertThat(pre.grid().spacing()).isEqualTo(new Vec3(2, 2.5, 3));
    assertThat(pre.grid().size()).isEqualTo(new PreprocessSpec.Size(80, 112, 96));
    assertThat(pre.intensity().method()).isEqualTo(PreprocessSpec.Intensity.Method.Z_SCORE);
    assertThat(pre.intensity().clamp()).isEqualTo(new PreprocessSpec.Range(-4, 6));
    assertThat(pre.crop().anchor().z()).isEqualTo(PreprocessSpec.Crop.Anchor.SUPERIOR);
    OutputSpec lesions = m.output("lesions").orElseThrow();
    assertThat(lesions.label("wmh").orElseThrow().code())
        .isEqualTo(new CodedConcept("SCT", "1", "lesion"));
    assertThat(lesions.label("wmh").orElseThrow().finding())
        .isEqualTo("white-matter-hyperintensity");
    assertThat(lesions.label(1).orElseThrow().name()).isEqualTo("other lesion");
    assertThat(lesions.label(1).orElseThrow().finding()).isNull();
    assertThat(m.tellsFindings()).isTrue();
    assertThat(m.provenance().takenFrom()).isEqualTo("brain-mr");
    GraphSpec network = m.graph("network").orElseThrow();
    assertThat(network.inputName("volume")).isEqualTo("x");
    assertThat(network.inputName("other")).isEqualTo("other");
    assertThat(network.inputs().get("volume").shape())
        .containsExactly(Dim.of(1), Dim.of(1), Dim.of("Z"), Dim.of(-1), Dim.of(32));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: lesions            | id: lesion            | id 'lesion' differs from the folder's"
            + " name 'lesions'",
        "schemaVersion: 1       | schemaVersion: 2      | /schemaVersion",
        "kind: specialist       | kind: oracle          | /kind",
        "kind: specialist       | kind: generalist      | a generalist needs the part 'language'",
        "version: 0.1.0         | version: 1            | /version",
        "title: White           | titel: White          | 'title'",
        "title: White           | titel: White          | 'titel'",
        "sequence: FLAIR        | sequence: FLARE       | /inputs/0/sequence",
        "spacing: [2, 2.5, 3]   | spacing: [2, 0, 3]    | /preprocess/grid/spacing/1",
        "size: [80, 112, 96]    | size: [80, 112]       | /preprocess/grid/size",
        "finding: white         | finding: White        | /outputs/lesions/labels/0/finding",
        "takenFrom: brain-mr    | takenFrom: Brain MR   | /provenance/takenFrom",
        "sigmoid                | softmaxx              | /outputs/lesions/activation",
        "index: 1               | index: 0              | two labels of index 0",
        "tensor: logits         | tensor: logit         | reads the tensor 'logit', which no graph"
            + " declares",
        "type: float32, shape   | type: bfloat16, shape | /graphs/network/inputs/volume/type",
        "{file: network.onnx    | {file: other.onnx     | graph 'network' names 'other.onnx', which"
            + " 'files' does not list",
        "path: network.onnx     | path: missing.onnx    | file 'missing.onnx' is missing",
        "path: network.onnx     | path: ../x.onnx       | file '../x.onnx' lies outside the bundle",
        "path: network.onnx     | path: /etc/passwd     | file '/etc/passwd' lies outside the"
            + " bundle",
        "bytes: 7               | bytes: 8              | file 'network.onnx' has 7 bytes, the"
            + " manifest says 8",
        "clamp: [-4, 6]         | clamp: [6, -4]        | low < high"
      })
  void aFaultIsNamed(String right, String wrong, String problem) throws IOException {
    Bundle bundle = read(BundleFolder.VALID.replace(right, wrong));
    assertThat(bundle.problems()).anySatisfy(p -> assertThat(p).contains(problem));
    assertThat(bundle.usable()).isFalse();
  }

  private static String remote(String graph) {
    int from = BundleFolder.VALID.indexOf("  network: {");
    int to = BundleFolder.VALID.indexOf("quality:");
    return BundleFolder.VALID.substring(0, from)
        + "  network: "
        + graph
        + "\n"
        + BundleFolder.VALID.substring(to).replaceAll("files: .*", "files: []");
  }

  private static final String TENSORS =
      ", inputs: {volume: {name: x, type: float32, shape: [1, 1, Z, Y, X]}}, outputs: {logits:"
          + " {type: float32, shape: [1, 2, Z, Y, X]}}}";

  @Test
  void aModelOfAnotherServerIsNamedAndNeedsNoFile() throws IOException {
    Bundle bundle =
        read(remote("{remote: {server: triton-a, model: wmh_seg.v2, version: \"3\"}" + TENSORS));
    assertThat(bundle.problems()).isEmpty();
    GraphSpec network = bundle.manifest().graph("network").orElseThrow();
    assertThat(network.file()).isNull();
    assertThat(network.remote()).isEqualTo(new RemoteModel("triton-a", "wmh_seg.v2", "3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{remote: {server: a, model: m}}                   | is remote and needs inputs with type",
        "{remote: {server: a, model: m}, file: network.onnx}  | /graphs/network",
        "{inputs: {}}                                      | /graphs/network",
        "{remote: {server: a}}                             | 'model'",
        "{remote: {server: a, model: ../m}}                | /graphs/network/remote/model",
        "{remote: {server: a, model: 'm/infer?x'}}         | /graphs/network/remote/model",
        "{remote: {server: 'http://a', model: m}}          | /graphs/network/remote/server",
        "{remote: {server: a, model: m, url: 'http://a'}}  | 'url'",
        "{remote: {server: a, model: m, token: secret}}    | 'token'"
      })
  void aRemoteModelThatSaysTooLittleOrTooMuchIsRefused(String graph, String problem)
      throws IOException {
    Bundle bundle = read(remote(graph));
    assertThat(bundle.problems()).anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void onlyTheNetworkOfASpecialistIsRemote() throws IOException {
    String encoder =
        remote("{remote: {server: a, model: m}" + TENSORS).replace("  network: ", "  encoder: ");
    assertThat(read(encoder).problems())
        .contains(
            "graph 'encoder' is remote, which only the graph 'network' of a specialist can be");
  }

  @Test
  void everyFaultIsListedAtOnce() throws IOException {
    String spoilt =
        BundleFolder.VALID
            .replace("id: lesions\n", "id: other\n")
            .replace("tensor: logits", "tensor: none")
            .replace(
                "{path: network.onnx, sha256: HASH",
                "{path: network.onnx, sha256: " + "a".repeat(64))
            .replace("bytes: 7}", "bytes: 7}, {path: gone.bin, sha256: HASH}");
    assertThat(read(spoilt).problems())
        .containsExactly(
            "id 'other' differs from the folder's name 'lesions'",
            "output 'lesions' reads the tensor 'none', which no graph declares",
            "file 'network.onnx' has another SHA-256 than stated",
            "file 'gone.bin' is missing");
  }

  @Test
  void findingsAreScoredOneByOne() throws IOException {
    String scores = BundleFolder.VALID.replace("  lesions:\n    tensor", "  findings:\n    tensor");
    assertThat(read(scores).problems()).isEmpty();
    assertThat(read(scores.replace("activation: sigmoid", "activation: softmax")).problems())
        .containsExactly(
            "output 'findings' scores findings, which do not exclude each other: no softmax");
  }

  @Test
  void faultsOfTheSchemaDoNotHideFaultsOfTheFiles() throws IOException {
    String spoilt =
        BundleFolder.VALID
            .replace("kind: specialist", "kind: x")
            .replace("task: segment", "task: y")
            .replace("path: network.onnx", "path: gone.onnx");
    assertThat(read(spoilt).problems())
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("/kind"),
            p -> assertThat(p).contains("/task"),
            p -> assertThat(p).isEqualTo("file 'gone.onnx' is missing"));
  }

  @Test
  void aLinkMustNotLeadOutOfTheBundle() throws IOException {
    Path folder = BundleFolder.write(models, BundleFolder.VALID);
    Path outside = Files.writeString(models.resolve("outside"), "weights");
    Files.delete(folder.resolve("network.onnx"));
    Files.createSymbolicLink(folder.resolve("network.onnx"), outside);
    assertThat(new BundleReader().read(folder).problems())
        .containsExactly("file 'network.onnx' lies outside the bundle");
  }

  @Test
  void whatIsNoManifestIsRefusedNotThrown() throws IOException {
    assertThat(read("{ not: [closed").problems()).singleElement().asString().contains("not YAML");
    assertThat(read("").usable()).isFalse();
    assertThat(read("- 1\n- 2\n").problems()).anySatisfy(p -> assertThat(p).contains("object"));
    assertThat(read("id: a\nid: b\n").problems())
        .anySatisfy(p -> assertThat(p).contains("uplicate"));
    assertThat(read("x: ".repeat(10) + "#".repeat(ManifestReader.MAX_BYTES)).problems())
        .containsExactly("bundle.yaml is larger than 2097152 bytes");
    assertThat(read("[".repeat(5000)).usable()).isFalse();
    assertThat(read("a: !!javax.script.ScriptEngineManager []\n").usable()).isFalse();
  }

  @Test
  void keysForOthersAreIgnored() throws IOException {
    assertThat(read("x-note: [anything]\n" + BundleFolder.VALID).problems()).isEmpty();
  }

  @Test
  void theHashChangesWithTheManifest() throws IOException {
    String first = read(BundleFolder.VALID).sha256();
    assertThat(first).hasSize(64);
    assertThat(read(BundleFolder.VALID.replace("0.1.0", "0.1.1")).sha256()).isNotEqualTo(first);
  }

  @Test
  void aFileNeverLeadsOutOfTheFolder() throws IOException {
    Bundle bundle = read(BundleFolder.VALID);
    assertThat(bundle.file("network.onnx")).exists();
    for (String path : List.of("../x", "..", "", "/etc/passwd")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> bundle.file(path))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
