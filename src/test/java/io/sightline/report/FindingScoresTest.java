package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.ball;
import static io.sightline.report.ToyHead.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.Report;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict;
import io.sightline.report.document.Verdict.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The encoder's scores: evidence for all, a verdict only on what nothing else can see. */
class FindingScoresTest {
  private final PipelineFixture toy = new PipelineFixture();

  private Report report(String text, Map<String, Double> scores) {
    return toy.run(
            "<findings>" + text,
            ToyStudies.HEAD,
            ToyHead.scored(Map.of("lesion", ball(LEFT_FRONTAL, 16)), scores))
        .report();
  }

  private Sentence sentence(String text, Map<String, Double> scores) {
    return report(text, scores).sentences().getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "There is midline shift., 0.8,  SUPPORTED",
    "There is midline shift., 0.79, NOT_CHECKABLE",
    "There is midline shift., 0.21, NOT_CHECKABLE",
    "There is midline shift., 0.2,  UNSUPPORTED",
    "No midline shift.,       0.2,  SUPPORTED",
    "No midline shift.,       0.5,  NOT_CHECKABLE",
    "No midline shift.,       0.8,  UNSUPPORTED"
  })
  void aClearScoreSupportsOrTakesSupportAwayWhereNoHeadSees(
      String text, double score, Status expected) {
    Sentence s = sentence(text, Map.of("midline-shift", score));
    assertThat(s.verdict().status()).isEqualTo(expected);
    assertThat(s.verdict().reasons())
        .anyMatch(r -> r.startsWith("The score for midline shift is %.2f".formatted(score)));
  }

  @Test
  void structuresAreStillToldBesideTheScore() {
    Sentence s = sentence("The ventricles are enlarged.", Map.of("ventriculomegaly", 0.93));
    assertThat(s.verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(s.verdict().reasons())
        .containsExactly(
            "The score for enlarged ventricles is 0.93: clearly there (0.8 or more).",
            "The structures it is about were not segmented: no normal range is declared to compare"
                + " with.");
  }

  @Test
  void aScoreOfTheWholeStudySpeaksOfNoSide() {
    Map<String, Double> scores = Map.of("hippocampal-atrophy", 0.9);
    Sentence denied = sentence("No left hippocampal atrophy.", scores);
    assertThat(denied.verdict().status()).isEqualTo(Status.NOT_CHECKABLE);
    assertThat(denied.verdict().reasons())
        .contains("The score for hippocampal atrophy is 0.90. It tells no side.");
    Sentence said = sentence("There is left hippocampal atrophy.", scores);
    assertThat(said.verdict().status()).isEqualTo(Status.SUPPORTED);
    assertThat(said.verdict().reasons()).anyMatch(r -> r.endsWith("It tells no side."));
  }

  @ParameterizedTest
  @CsvSource({
    "No mass.,                      mass,    0.35, CONTRADICTED",
    "No mass.,                      mass,    0.34, UNSUPPORTED",
    "No glioma.,                    mass,    0.34, UNSUPPORTED",
    "No focal lesion.,              glioma,  0.4,  CONTRADICTED",
    "No focal lesion.,              glioma,  0.1,  UNSUPPORTED",
    "The left frontal lobe is normal., mass, 0.34, UNSUPPORTED",
    "The left frontal lobe is normal., mass, 0.9,  CONTRADICTED",
    "No mass.,                      infarct, 0.01, CONTRADICTED"
  })
  void whatTheHeadOutlinesContradictsADenialOnlyWhereTheScoreBelievesIt(
      String text, String scored, double score, Status expected) {
    Verdict verdict = sentence(text, Map.of(scored, score)).verdict();
    assertThat(verdict.status()).isEqualTo(expected);
    assertThat(verdict.reasons().getFirst()).startsWith("The lesion head sees");
    assertThat(verdict.reasons().getFirst().contains("likelier a false alarm: look there"))
        .isEqualTo(expected == Status.UNSUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({
    "There is a mass.<seg>, mass,    0.35, true",
    "There is a mass.<seg>, mass,    0.34, false",
    "A glioma is seen.<seg>, mass,   0.34, false",
    "There is a mass.<seg>, infarct, 0.01, true"
  })
  void whereTheDecoderSeesNothingTheHeadsOutlineIsARegionOnlyIfTheScoreBelievesIt(
      String text, String scored, double score, boolean drawn) {
    toy.mask();
    Sentence s = sentence(text, Map.of(scored, score));
    assertThat(s.noRegion()).isEqualTo(!drawn);
  }

  @Test
  void whereTheDecoderSeesARegionTheHeadMayDrawItBetterWhateverTheScore() {
    toy.mask(candidate(LEFT_FRONTAL, 15, 0.4));
    Report r = report("There is a mass.<seg>", Map.of("mass", 0.1));
    assertThat(r.regions().getFirst().source()).isEqualTo("specialist:toy-mr/lesions");
  }

  @Test
  void whereTheHeadSeesAScoreTakesNoSupportFromAClaim() {
    for (double score : List.of(0.01, 0.99)) {
      Verdict said = sentence("There is a mass.", Map.of("mass", score)).verdict();
      assertThat(said.status()).isEqualTo(Status.SUPPORTED);
      assertThat(said.reasons().getLast())
          .isEqualTo("The score for mass is %.2f.".formatted(score));
    }
  }

  @Test
  void whatNeedsAMissingSequenceStaysNotCheckable() {
    Sentence s = sentence("No restricted diffusion.", Map.of("restricted-diffusion", 0.01));
    assertThat(s.verdict().status()).isEqualTo(Status.NOT_CHECKABLE);
  }

  @Test
  void eachScoreIsEvidenceAndIsCitedBySentencesAboutIt() {
    Report r = report("No midline shift. No mass.", Map.of("midline-shift", 0.0312, "oedema", 0.4));
    List<Evidence> scores =
        r.evidence().stream()
            .filter(e -> "finding-score".equals(e.value().get("quantity")))
            .toList();
    assertThat(scores)
        .extracting(Evidence::kind, Evidence::source, e -> e.value().get("finding"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("score", "generalist:toy-mr", "midline-shift"),
            org.assertj.core.groups.Tuple.tuple("score", "generalist:toy-mr", "oedema"));
    assertThat(scores.getFirst().value()).containsEntry("value", 0.031);
    assertThat(r.sentences().get(0).evidence()).containsExactly(scores.getFirst().id());
    assertThat(r.sentences().get(1).evidence()).doesNotContain(scores.getFirst().id());
  }

  @Test
  void withoutScoresNothingIsSaidOfThem() {
    Sentence s = sentence("No midline shift.", Map.of());
    assertThat(s.verdict().reasons())
        .containsExactly("Nothing in this bundle measures midline shift.");
  }
}
