package io.sightline.report.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.LanguageSpec;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.SpecialistText;
import io.sightline.shared.Warning;
import io.sightline.specialist.SegmentedLabel;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Sequence;
import io.sightline.volume.Vec3;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvidencePromptTest {
  private static final PromptFile FILE = PromptFile.load(Path.of("."), "draft-report.txt");

  private static final Gathered GATHERED =
      new Gathered(
          List.of(
              new SpecialistOutcome(
                  "meshnet-tissue",
                  new Segmentation(
                      Sequence.T1,
                      List.of(label(1, "white-matter", 507.22), label(2, "grey-matter", 554.25))),
                  null,
                  1),
              new SpecialistOutcome("broken", null, new Warning("specialist_failed", "no"), 1)));

  private static SegmentedLabel label(int index, String id, double ml) {
    return new SegmentedLabel(
        new LabelSpec(index, id, null, null),
        0.9,
        null,
        ml,
        new Vec3(0, 0, 0),
        () -> {
          throw new AssertionError("a prompt needs no mask");
        });
  }

  private static String prompt(@Nullable String template, Gathered gathered) {
    LanguageSpec language =
        new LanguageSpec(
            "tokenizer.json",
            template,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            Map.of(),
            List.of(),
            null,
            null,
            null);
    return Prompt.render(language, FILE, List.of(Sequence.T1), evidence(gathered)).text();
  }

  private static PromptEvidence evidence(Gathered gathered) {
    return new PromptEvidence() {
      @Override
      public String quoted() {
        return SpecialistText.of(gathered);
      }

      @Override
      public String compact() {
        return "measured: mass {sequences} $1\n";
      }
    };
  }

  @Test
  void theProjectsOwnPromptListsWhatSpecialistsMeasured() {
    assertThat(prompt(null, GATHERED))
        .contains(
            "Sequences: T1.\nData to compare with",
            "---\n"
                + "measured by meshnet-tissue: white matter 507.2 mL; grey matter 554.3 mL\n"
                + "---\n"
                + "Begin");
  }

  @Test
  void withoutEvidenceTheLineGoes() {
    assertThat(prompt(null, Gathered.NOTHING))
        .contains("Sequences: T1.\nBegin")
        .doesNotContain("evidence", "measured", "---");
  }

  @Test
  void aBundlesOwnTemplateIsLeftAsItWasTrained() {
    assertThat(prompt("<bos>sequences: {sequences}", GATHERED)).isEqualTo("<bos>sequences: T1");
  }

  @Test
  void whereItAsksForEvidenceItGetsTheCompactFormOnceAndUnread() {
    assertThat(prompt("<bos>sequences: {sequences}\n{evidence}<findings>", GATHERED))
        .isEqualTo("<bos>sequences: T1\nmeasured: mass {sequences} $1\n<findings>");
  }
}
