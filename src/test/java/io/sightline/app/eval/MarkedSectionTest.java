package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A document that several sets and a person share. */
class MarkedSectionTest {

  @Test
  void aNewDocumentGetsATitle() {
    assertThat(MarkedSection.put("", "synthetic", "## synthetic\n\nfigures\n"))
        .startsWith("# Evaluation\n")
        .endsWith(
            """
            <!-- sightline eval synthetic: begin -->
            ## synthetic

            figures
            <!-- sightline eval synthetic: end -->
            """);
  }

  @Test
  void aSectionIsReplacedAndTheRestLeftAlone() {
    String one = MarkedSection.put("# Mine\n\nWords.\n", "a", "old");
    String two = MarkedSection.put(one, "b", "other") + "\nMore words.\n";
    assertThat(MarkedSection.put(two, "a", "new")).isEqualTo(two.replace("old", "new"));
    assertThat(two).startsWith("# Mine\n\nWords.\n\n<!-- sightline eval a: begin -->\nold\n");
  }
}
