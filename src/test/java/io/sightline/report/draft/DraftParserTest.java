package io.sightline.report.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.LanguageSpec;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DraftParserTest {
  private static final LanguageSpec LANGUAGE =
      new LanguageSpec(
          "tokenizer.json",
          null,
          null,
          null,
          null,
          null,
          "<seg>",
          Map.of("max-diameter", "<max-diameter>", "volume", "<volume>"),
          Map.of("findings", "<findings>", "impression", "<impression>"),
          List.of("<eos>"),
          null,
          null,
          null);

  private final List<DraftSentence> sentences = new ArrayList<>();
  private final DraftParser parser = new DraftParser(LANGUAGE, 10, sentences::add);

  /** Feeds a text in which {@code <…>} are markers; text arrives in pieces of one character. */
  private void write(String text) {
    for (String part : text.split("(?=<)|(?<=>)")) {
      if (part.startsWith("<")) {
        parser.accept(new GenerationEvent.Marker(part, new float[] {sentences.size()}));
      } else {
        part.chars().forEach(c -> parser.accept(new GenerationEvent.Text(Character.toString(c))));
      }
    }
    parser.accept(new GenerationEvent.End(StopReason.STOP_TOKEN, 3, 9));
  }

  private List<String> texts() {
    return sentences.stream().map(s -> s.section() + "|" + s.text()).toList();
  }

  @Test
  void sectionMarkersOpenSectionsAndSentencesAreNumberedInReadingOrder() {
    write("<findings> A mass is seen. No oedema.<impression> Mass.");
    assertThat(texts())
        .containsExactly("findings|A mass is seen.", "findings|No oedema.", "impression|Mass.");
    assertThat(sentences).extracting(DraftSentence::id).containsExactly("s1", "s2", "s3");
  }

  @Test
  void decimalsAbbreviationsAndInitialsDoNotEndASentence() {
    write(
        "<findings> It measures 4.2 x 3.1 cm, cf. prior of Dr. A. Smith, i.e. it grew. Stable vs. 2.5 cm.");
    assertThat(texts())
        .containsExactly(
            "findings|It measures 4.2 x 3.1 cm, cf. prior of Dr. A. Smith, i.e. it grew.",
            "findings|Stable vs. 2.5 cm.");
  }

  @Test
  void aSegBehindTheFullStopBelongsToTheSentenceBefore() {
    write("<findings> A mass is seen.<seg> Oedema surrounds it.<seg><seg>No shift.");
    assertThat(sentences).extracting(s -> s.segs().size()).containsExactly(1, 2, 0);
    assertThat(sentences.getFirst().segs().getFirst().from()).isZero();
    assertThat(sentences.getFirst().segs().getFirst().to()).isEqualTo("A mass is seen.".length());
  }

  @Test
  void aSegInsideASentenceBelongsToTheWordsSinceTheLast() {
    write("<findings> A mass<seg> and oedema<seg> are seen.");
    DraftSentence s = sentences.getFirst();
    assertThat(s.text()).isEqualTo("A mass and oedema are seen.");
    assertThat(s.segs())
        .extracting(g -> s.text().substring(g.from(), g.to()))
        .containsExactly("A mass", " and oedema");
  }

  @Test
  void slotsStayInTheText() {
    write("<findings> A mass of <max-diameter> (<volume>) is seen.");
    assertThat(texts()).containsExactly("findings|A mass of <max-diameter> (<volume>) is seen.");
  }

  @Test
  void aTextThatStopsInMidSentenceIsKept() {
    write("<findings> A mass is seen in the left");
    assertThat(texts()).containsExactly("findings|A mass is seen in the left");
  }

  @Test
  void sentencesOverTheLimitAreCountedAndDropped() {
    write("<findings>" + " No mass.".repeat(14));
    assertThat(sentences).hasSize(10);
    assertThat(parser.count()).isEqualTo(14);
  }

  @Test
  void emptyAndUnknownPartsVanish() {
    write("<findings><unknown>  .  \n A mass.\n\n<impression>");
    assertThat(texts()).containsExactly("findings|A mass.");
  }
}
