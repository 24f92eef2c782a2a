package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.report.claim.Laterality;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a set, good and bad. */
class EvaluationSetTest {
  private static final String GOOD =
      """
      {"format": "sightline-evaluation-case/1", "madeBy": "somebody",
       "images": {"FLAIR": "flair.nii.gz"},
       "findings": {"mass": true, "infarct": false},
       "targets": [{"id": "tumour", "findings": ["mass"], "side": "left", "sites": ["frontal lobe"], "mask": "seg.nii.gz", "labels": [1, 4]},
                   {"id": "stem", "anatomy": true, "sites": ["brain stem"], "mask": "seg.nii.gz", "labels": [9]}],
       "phrases": [{"text": "the mass and the brain stem", "target": "tumour+stem"}, {"text": "infarct", "target": null}],
       "questions": [{"kind": "present", "question": "Is there a mass?", "expect": {"present": true}}]}
      """;

  @TempDir Path temp;

  private Path written(String name, String truth) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name));
    Files.writeString(folder.resolve("truth.json"), truth);
    Files.writeString(folder.resolve("flair.nii.gz"), "");
    VolumeGeometry g = VolumeGeometry.axisAligned(2, 2, 2, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    NiftiWriter.write(
        new Volume(g, new float[] {0, 1, 4, 9, 0, 1, 4, 9}), folder.resolve("seg.nii.gz"));
    return folder;
  }

  private EvaluationSet read() {
    return EvaluationSet.read(temp, Drafted.LEXICON);
  }

  @Test
  void readsCasesInTheOrderOfTheirNames() throws IOException {
    written("b", GOOD);
    written("a", GOOD);
    Files.createDirectories(temp.resolve("no case"));
    EvaluationSet set = read();
    assertThat(set.cases()).extracting(EvaluationCase::name).containsExactly("a", "b");
    assertThat(set.first(1).cases()).hasSize(1);
    EvaluationCase first = set.cases().getFirst();
    assertThat(first.images()).containsOnlyKeys("FLAIR");
    assertThat(first.findings()).containsEntry("mass", true).containsEntry("infarct", false);
    Target tumour = first.target("tumour").orElseThrow();
    assertThat(tumour.side()).isEqualTo(Laterality.LEFT);
    assertThat(tumour.labels()).containsExactlyInAnyOrder(1, 4);
    assertThat(first.target("stem").orElseThrow().anatomy()).isTrue();
    assertThat(first.phrases().getLast().target()).isNull();
    assertThat(first.questions().getFirst().expect().present()).isTrue();
  }

  @Test
  void aCaseOutOfScopeNeedsNoFindings() throws IOException {
    written(
        "knee",
        """
        {"format": "sightline-evaluation-case/1", "images": {"T1": "flair.nii.gz"}, "outOfScope": true}
        """);
    EvaluationCase knee = read().cases().getFirst();
    assertThat(knee.outOfScope()).isTrue();
    assertThat(knee.findings()).isEmpty();
  }

  @Test
  void aFolderWithATruthOfItsOwnIsASetOfOne() throws IOException {
    Path folder = written("one", GOOD);
    EvaluationSet set = EvaluationSet.read(folder, Drafted.LEXICON);
    assertThat(set.name()).isEqualTo("one");
    assertThat(set.cases()).hasSize(1);
  }

  @Test
  void saysEverythingThatIsWrongAtOnce() throws IOException {
    written(
        "a",
        GOOD.replace("\"mass\": true", "\"massive\": true")
            .replace("\"side\": \"left\"", "\"side\": \"port\"")
            .replace("frontal lobe", "front room")
            .replace("\"FLAIR\": \"flair.nii.gz\"", "\"FLAIRE\": \"missing.nii.gz\"")
            .replace("tumour+stem", "tumour+leaf"));
    written("b", "{\"format\": \"sightline-evaluation-case/9\"}");
    written("c", "{\"format\": ");
    assertThatThrownBy(this::read)
        .isInstanceOf(SetException.class)
        .hasMessageContainingAll(
            "a: findings: there is no finding \"massive\" in the lexicon.",
            "a: targets.tumour: \"port\" is no side.",
            "a: targets.tumour: there is no place \"front room\" in the lexicon.",
            "a: images: \"FLAIRE\" is no sequence.",
            "a: images.FLAIRE: missing.nii.gz is not there.",
            "a: phrase \"the mass and the brain stem\": there is no target \"tumour+leaf\".",
            "b: \"format\" is \"sightline-evaluation-case/9\", not"
                + " \"sightline-evaluation-case/1\".",
            "c: truth.json is no JSON of this form: ");
  }

  @Test
  void aCaseNeedsImagesFindingsAndWholeQuestions() throws IOException {
    written(
        "a",
        """
        {"format": "sightline-evaluation-case/1", "findings": {"mass": null},
         "targets": [{"findings": ["mass"]}], "phrases": [{"target": null}], "questions": [{"kind": "present"}]}
        """);
    assertThatThrownBy(this::read)
        .hasMessageContainingAll(
            "a: either \"images\" or \"study\" has to be given.",
            "a: findings.mass is neither true nor false.",
            "a: a target has no \"id\".",
            "has no \"mask\".",
            "a: a phrase has no \"text\".",
            "a: a question lacks \"kind\", \"question\" or \"expect\".");
  }

  @Test
  void aMaskHasToBeAnImageBeforeAnythingRuns() throws IOException {
    Files.writeString(written("a", GOOD).resolve("seg.nii.gz"), "no image");
    assertThatThrownBy(this::read)
        .hasMessage(
            "a: targets.tumour.mask: seg.nii.gz is no label map: The NIfTI file ends too early.");
  }

  @Test
  void saysWhenAFolderIsNoSet() {
    assertThatThrownBy(this::read).hasMessageContaining("it is no evaluation set");
    assertThatThrownBy(() -> EvaluationSet.read(temp.resolve("nowhere"), Drafted.LEXICON))
        .hasMessageContaining("There is no folder");
  }
}
