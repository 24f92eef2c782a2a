package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.app.eval.SentenceScore.Grounding;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures against figures worked out by hand. */
class MeasureTest {
  private static CaseScore scored(
      Map<String, Boolean> truth, Set<String> said, double seconds, SentenceScore... sentences) {
    return new CaseScore(
        "c", ReportStatus.DRAFT, "b 1", null, false, truth, said, List.of(sentences), seconds);
  }

  private static SentenceScore sentence(
      Verdict.Status verdict, Boolean side, Boolean site, Grounding grounding) {
    return new SentenceScore("…", verdict, "mass", side, site, grounding);
  }

  private static final List<CaseScore> CASES =
      List.of(
          scored(
              Map.of("mass", true, "infarct", false),
              Set.of("mass", "infarct"),
              4,
              sentence(Verdict.Status.SUPPORTED, true, true, new Grounding(true, true, 0.8, "d")),
              sentence(
                  Verdict.Status.CONTRADICTED, false, null, new Grounding(false, true, 0, "d"))),
          scored(
              Map.of("mass", true, "infarct", true),
              Set.of("infarct"),
              10,
              sentence(Verdict.Status.SUPPORTED, true, false, new Grounding(true, true, 0.04, "d")),
              sentence(
                  Verdict.Status.UNSUPPORTED, null, null, new Grounding(false, false, 0, null)),
              sentence(Verdict.Status.SUPPORTED, null, null, null)),
          scored(Map.of("mass", false), Set.of(), 6));

  private static double figure(String id) {
    return figure(id, CASES);
  }

  private static double figure(String id, List<CaseScore> cases) {
    return Measure.standard().stream()
        .filter(m -> m.id().equals(id))
        .mapToDouble(m -> m.figure().applyAsDouble(cases))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void findingF1CountsOnlyWhatCanBeChecked() {
    // mass: tp 1, fn 1; infarct: tp 1, fp 1
    assertThat(figure("finding-f1")).isCloseTo(4.0 / 6, within(1e-12));
    assertThat(Counts.of(CASES, "mass")).isEqualTo(new Counts(1, 0, 1));
    assertThat(Counts.of(CASES, "infarct")).isEqualTo(new Counts(1, 1, 0));
    assertThat(figure("finding-f1-macro")).isCloseTo((2.0 / 3 + 2.0 / 3) / 2, within(1e-12));
    assertThat(Counts.of(CASES, "oedema").f1()).isNaN();
  }

  @Test
  void sidesAndPlacesAreSharesOfThoseThatCanBeJudged() {
    assertThat(figure("side")).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(figure("site")).isEqualTo(0.5);
  }

  @Test
  void groundingCountsSentencesWithSomethingToPointAt() {
    assertThat(figure("dice")).isCloseTo(0.42, within(1e-12));
    assertThat(figure("hit")).isEqualTo(0.5);
    assertThat(figure("no-region")).isEqualTo(0.5);
  }

  @Test
  void verdictsSizesAndTime() {
    assertThat(figure("contradicted")).isEqualTo(0.2);
    assertThat(figure("unsupported")).isEqualTo(0.2);
    assertThat(figure("sentences")).isCloseTo(5.0 / 3, within(1e-12));
    assertThat(figure("seconds")).isEqualTo(6);
  }

  @Test
  void aRefusedReportMissesWhatIsThere() {
    CaseScore refused =
        new CaseScore(
            "r",
            ReportStatus.REFUSED,
            "b 1",
            "out of scope",
            false,
            Map.of("mass", true),
            Set.of(),
            List.of(),
            0);
    assertThat(Counts.all(List.of(refused))).isEqualTo(new Counts(0, 0, 1));
    assertThat(Measure.standard().getLast().figure().applyAsDouble(List.of(refused))).isNaN();
  }

  @Test
  void refusalsCountApartWhereTheyAreDueAndWhereTheyAreNot() {
    List<CaseScore> cases =
        List.of(
            ended(ReportStatus.REFUSED, true),
            ended(ReportStatus.DRAFT, true),
            ended(ReportStatus.FAILED, true),
            ended(ReportStatus.REFUSED, true),
            ended(ReportStatus.DRAFT, false));
    assertThat(figure("refused", cases)).isEqualTo(0.5);
    assertThat(figure("refused-in-scope", cases)).isEqualTo(0);
    assertThat(figure("refused", CASES)).isNaN();
  }

  private static CaseScore ended(ReportStatus status, boolean outOfScope) {
    return new CaseScore("r", status, "b 1", "why", outOfScope, Map.of(), Set.of(), List.of(), 1);
  }

  @Test
  void nothingCountedIsNoFigure() {
    for (Measure m : Measure.standard()) {
      assertThat(m.on(List.of(), new Bootstrap(10, 1)).text(3)).as(m.id()).isEqualTo("-");
    }
  }

  @Test
  void aDifferenceIsOfTheSameCases() {
    Map<Mode, CaseScore> modes = new LinkedHashMap<>();
    modes.put(Mode.GENERALIST, scored(Map.of("mass", true), Set.of(), 1));
    modes.put(Mode.BOTH, scored(Map.of("mass", true), Set.of("mass"), 1));
    List<CaseResult> cases = List.of(new CaseResult("c", modes, List.of(), List.of()));
    Measure f1 = Measure.standard().getFirst();
    Interval difference =
        Difference.of(f1, cases, Mode.BOTH, Mode.GENERALIST, new Bootstrap(20, 1));
    assertThat(difference.text(2)).isEqualTo("1.00 (1.00 to 1.00)");
  }
}
