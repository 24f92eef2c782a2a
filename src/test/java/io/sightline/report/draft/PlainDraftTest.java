package io.sightline.report.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.draft.Drafter.Draft;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports of models that know none of the bundle's tokens. */
class PlainDraftTest {

  private static List<String> read(String text) {
    return PlainDraft.read(text, 60).sentences().stream()
        .map(s -> s.section() + ": " + s.text())
        .toList();
  }

  @Test
  void headingsListMarksAndEmphasisAreForm() {
    assertThat(
            read(
                "## Findings\n\n- A mass of **3 cm** is seen. No oedema.\n2. The ventricles are wide.\n"
                    + "\nTechnique:\n**Impression:** Mass.\n"))
        .containsExactly(
            "findings: A mass of 3 cm is seen.",
            "findings: No oedema.",
            "findings: The ventricles are wide.",
            "impression: Mass.");
  }

  @Test
  void tagsOfSectionsAreHeadingsSlotsStayAndOtherTagsGo() {
    assertThat(
            read(
                "<findings>A mass of <max-diameter> (<volume>).<seg> <|im_end|>No oedema, < 5 mm."
                    + "</findings><IMPRESSION>Mass.</IMPRESSION><script>"))
        .containsExactly(
            "findings: A mass of <max-diameter> (<volume>).",
            "findings: No oedema, < 5 mm.",
            "impression: Mass.");
  }

  @Test
  void textWithoutHeadingsAreFindings() {
    assertThat(read("No mass. No oedema."))
        .containsExactly("findings: No mass.", "findings: No oedema.");
    assertThat(read("Findings are normal.")).containsExactly("findings: Findings are normal.");
    assertThat(read("")).isEmpty();
    assertThat(read("Conclusion\nNormal.")).containsExactly("impression: Normal.");
  }

  @Test
  void thoughtsAloudAreNotTheReport() {
    assertThat(read("<think>\nIs there a mass? Yes.\n</think>\nNo mass."))
        .containsExactly("findings: No mass.");
    assertThat(read("<think>It goes on. And on.")).isEmpty();
  }

  @Test
  void nothingThatATerminalObeysStays() {
    assertThat(read("A \u001b[2Jmass\u202e is\u0000 seen.\u2028No oedema."))
        .containsExactly("findings: A [2Jmass is seen.", "findings: No oedema.");
  }

  @Test
  void sentencesOverTheLimitAndMonstersAreCounted() {
    Draft draft = PlainDraft.read("No mass. ".repeat(5) + "A".repeat(501) + ". No oedema.", 3);
    assertThat(draft.sentences()).extracting(DraftSentence::id).containsExactly("s1", "s2", "s3");
    assertThat(draft.dropped()).isEqualTo(4);
  }
}
