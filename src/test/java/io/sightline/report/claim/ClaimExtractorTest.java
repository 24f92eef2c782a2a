package io.sightline.report.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.claim.SentenceTable.Row;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Claims of sentences in words that no grammar of ours wrote. */
class ClaimExtractorTest {
  private static final ClaimExtractor EXTRACTOR =
      new ClaimExtractor(LexiconReader.read(LexiconSource.packaged()));

  static Stream<Row> sentences() throws IOException {
    return SentenceTable.read().rows().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sentences")
  void readsWhatASentenceClaims(Row row) {
    assertThat(EXTRACTOR.claims(row.sentence()).stream().map(SentenceTable::written))
        .containsExactlyInAnyOrderElementsOf(row.claims());
  }

  @Test
  void theTableHoldsAtLeastAHundredSentences() throws IOException {
    assertThat(SentenceTable.read().rows()).hasSizeGreaterThanOrEqualTo(100);
  }

  @Test
  void everyNumberWithAUnitIsFoundWithItsPlace() {
    Reading reading = EXTRACTOR.read("It spans 4.2cm (12,3 mL); slice gap 1 mm.");
    assertThat(reading.claims()).isEmpty();
    assertThat(reading.measures())
        .containsExactly(
            new StatedMeasure(new Measurement("max-diameter", 42, "mm"), 9, 14),
            new StatedMeasure(new Measurement("volume", 12.3, "mL"), 16, 23),
            new StatedMeasure(new Measurement("distance", 1, "mm"), 36, 40));
  }
}
