package io.sightline.report.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a signed text says what a specialist said. */
class ReaderComparisonTest {
  private static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());
  private static final ClaimExtractor CLAIMS = new ClaimExtractor(LEXICON);

  private static Optional<Boolean> agrees(Statement said, String text) {
    List<Claim> claims =
        Arrays.stream(text.split("(?<=\\.) ")).flatMap(s -> CLAIMS.claims(s).stream()).toList();
    return new ReaderComparison(LEXICON).agrees(said, claims);
  }

  private static Optional<Boolean> expected(String word) {
    return word.equals("silent") ? Optional.empty() : Optional.of(word.equals("agrees"));
  }

  @ParameterizedTest(name = "{0} {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "mass   | present | A mass in the left frontal lobe.           | agrees",
        "mass   | present | There is a glioma.                         | agrees",
        "tumour | present | A mass on the left.                        | agrees",
        "glioma | present | A mass on the left.                        | silent",
        "mass   | present | No mass.                                   | disagrees",
        "glioma | present | No mass.                                   | disagrees",
        "mass   | present | No glioma.                                 | silent",
        "mass   | present | Oedema on the left.                        | silent",
        "mass   | present | Possible mass.                             | silent",
        "mass   | absent  | No mass or haemorrhage.                    | agrees",
        "mass   | absent  | A mass in the left frontal lobe.           | disagrees",
        "mass   | absent  | No mass in the cerebellum.                 | silent",
        "mass   | absent  | The ventricles are enlarged.               | silent",
        "mass   | present | A mass on the left. No mass in the pons.   | agrees",
        "infarct| present | The brain is normal.                       | disagrees",
        "no-such-finding | present | No mass.                          | silent",
      })
  void presence(String finding, String presence, String text, String expected) {
    Statement said = Statement.of(finding, Presence.valueOf(presence.toUpperCase()));
    assertThat(agrees(said, text)).isEqualTo(expected(expected));
  }

  /** 96 % on the left, most of it in the frontal lobe. */
  private static Statement left() {
    return new Statement(
        "mass",
        Presence.PRESENT,
        12.0,
        0.96,
        0.04,
        Map.of("frontal lobe", 0.8, "parietal lobe", 0.15, "cerebral hemisphere", 0.97),
        List.of("occipital lobe", "cerebellum"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "A mass in the left frontal lobe.                        | agrees",
        "A mass in the right frontal lobe.                       | disagrees",
        "A mass on the right. A mass on the left.                | agrees",
        "Bilateral masses.                                       | agrees",
        "A mass in the occipital lobe.                           | disagrees",
        "A mass in the left parietal lobe.                       | agrees",
        "A mass in the corpus callosum.                          | agrees",
        "A mass in the frontal and occipital lobes.              | agrees",
        "A left frontal mass. Mass.                              | agrees",
        "No mass in the frontal lobe.                            | disagrees",
        "No mass in the left frontal lobe.                       | disagrees",
        "No mass in the right frontal lobe.                      | silent",
        "No mass in the cerebellum.                              | silent",
      })
  void sideAndSite(String text, String expected) {
    assertThat(agrees(left(), text)).isEqualTo(expected(expected));
  }

  @Test
  void aSpeckIsNoStatement() {
    Statement speck = new Statement("mass", Presence.UNCERTAIN, 0.2, 1, 0, Map.of(), List.of());
    assertThat(agrees(speck, "No mass.")).isEmpty();
  }

  @Test
  void aStatementComesBackFromEvidence() {
    assertThat(Statement.read(left().value())).isEqualTo(left());
    Statement bare = Statement.of("infarct", Presence.ABSENT);
    assertThat(Statement.read(bare.value())).isEqualTo(bare);
  }
}
