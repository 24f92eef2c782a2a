package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.candidate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.RouteStep;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict.Status;
import io.sightline.shared.Warning;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What specialists bring into a report, on a toy head whose frontal lobes have 351 mL each. */
class GatherStageTest {
  private static final String NORMAL = "<findings>The left frontal lobe is normal.<seg>";

  private final PipelineFixture toy = new PipelineFixture();

  private static UnaryOperator<Volume> where(Predicate<Vec3> inside) {
    return v -> {
      var g = v.geometry();
      float[] out = new float[g.voxels()];
      for (int n = 0; n < out.length; n++) {
        Vec3 p = g.toPatient(n % g.nx(), n / g.nx() % g.ny(), n / (g.nx() * g.ny()));
        out[n] = inside.test(p) ? 1 : -1;
      }
      return new Volume(g, out);
    };
  }

  private static boolean frontal(Vec3 p) {
    return p.y() < 0 && p.y() > -56 && Math.abs(p.x()) < 56 && Math.abs(p.z()) < 56;
  }

  /** Sides together, as MeshNets have them. */
  private static FakeSpecialist lobes() {
    return new FakeSpecialist("lobes").label("frontal-lobe", where(GatherStageTest::frontal));
  }

  private static Evidence evidence(Report report, String source, String quantity) {
    return report.evidence().stream()
        .filter(e -> e.source().equals(source) && quantity.equals(e.value().get("quantity")))
        .findFirst()
        .orElseThrow();
  }

  private static RouteStep step(Report report, String bundle) {
    return report.route().stream().filter(r -> r.bundle().equals(bundle)).findFirst().orElseThrow();
  }

  @Test
  void whatASpecialistMeasuredIsEvidenceAndItsRunStandsInTheRoute() {
    Report report = toy.specialist(lobes()).run("<findings>No mass.").report();
    assertThat(step(report, "lobes").decision()).isEqualTo("run");
    assertThat(step(report, "lobes").reason()).startsWith("the study lies in its scope");
    assertThat(step(report, "lobes").latencyMs()).isNotNull();
    Evidence e = evidence(report, "specialist:lobes", "label-volumes");
    assertThat(e.kind()).isEqualTo("measurement");
    assertThat(e.value().get("labels").toString()).contains("id=frontal-lobe", "volumeMl=715.0");
    assertThat(report.warnings()).isEmpty();
    assertThat(report.timings()).containsKey("gather");
    assertThat(toy.told).contains("stage gather");
  }

  @Test
  void aSpecialistThatDiesCostsItsEvidenceAndGivesAWarning() {
    FakeSpecialist dying =
        lobes()
            .before(
                () -> {
                  throw new IllegalStateException("killed");
                });
    Report report = toy.specialist(dying).run("<findings>No mass.").report();
    assertThat(report.status()).isEqualTo(ReportStatus.DRAFT);
    assertThat(report.warnings()).extracting(Warning::code).containsExactly("specialist_failed");
    assertThat(step(report, "lobes").reason()).endsWith("it gave nothing: specialist_failed");
    assertThat(report.evidence()).noneMatch(e -> e.source().equals("specialist:lobes"));
    assertThat(report.sentences()).hasSize(1);
  }

  @Test
  void theBetterScoredMaskOfAPlaceWinsAndIsCutAtTheMidline() {
    Report report =
        toy.specialist(lobes().score(0.8))
            .mask(candidate(LEFT_FRONTAL, 15, 0.5))
            .run(NORMAL)
            .report();
    Sentence s = report.sentences().getFirst();
    assertThat(s.links().getFirst().source()).isEqualTo("specialist:lobes");
    assertThat(s.links().getFirst().score()).isEqualTo(0.8);
    Region r = report.regions().getFirst();
    assertThat(r.label()).isEqualTo("left frontal lobe");
    assertThat(r.side()).isEqualTo("left");
    assertThat(r.volumeMl()).isCloseTo(351, within(15.0));
    assertThat(s.evidence()).contains(evidence(report, "specialist:lobes", "label-volumes").id());
    assertThat(s.verdict().status()).isNotEqualTo(Status.UNSUPPORTED);
    assertThat(s.verdict().reasons())
        .anyMatch(x -> x.startsWith("Specialist lobes agrees about the frontal lobe: 715.0 mL"));
  }

  @Test
  void theDecodersMaskStaysWhenItsScoreIsBetter() {
    Report report =
        toy.specialist(lobes().score(0.8))
            .mask(candidate(LEFT_FRONTAL, 15, 0.9))
            .run(NORMAL)
            .report();
    assertThat(report.sentences().getFirst().links().getFirst().source()).isEqualTo("mask-decoder");
  }

  @Test
  void aFindingThatIsNoAnatomyIsNotPointedAtByAnatomy() {
    Report report =
        toy.specialist(lobes().score(0.9))
            .run("<findings>A mass in the left frontal lobe.<seg>")
            .report();
    assertThat(report.sentences().getFirst().noRegion()).isTrue();
  }

  @Test
  void disagreementIsEvidenceAndLowersTheVerdict() {
    FakeSpecialist elsewhere =
        new FakeSpecialist("lobes")
            .label("frontal-lobe", where(p -> frontal(new Vec3(p.x(), -p.y(), p.z()))));
    Report report =
        toy.specialist(elsewhere).mask(candidate(LEFT_FRONTAL, 15, 0.95)).run(NORMAL).report();
    Sentence s = report.sentences().getFirst();
    assertThat(s.verdict().status()).isEqualTo(Status.UNSUPPORTED);
    assertThat(s.verdict().reasons().getFirst())
        .startsWith("Specialist lobes disagrees about the frontal lobe:");
    Evidence e = evidence(report, "specialist:lobes", "disagreement");
    assertThat(e.kind()).isEqualTo("score");
    assertThat(e.value()).containsEntry("with", "generalist:toy-mr");
    assertThat(s.evidence()).contains(e.id());
  }

  @Test
  void aReaderWhoWantsNoneGetsNone() {
    Report report = toy.specialist(lobes()).wishes("none").run("<findings>No mass.").report();
    assertThat(step(report, "lobes").decision()).isEqualTo("skip");
    assertThat(step(report, "lobes").reason()).isEqualTo("the reader asked for no specialists");
    assertThat(toy.told).doesNotContain("stage gather");
  }

  @Test
  void aReaderWhoNamesOneGetsThatOne() {
    FakeSpecialist other = new FakeSpecialist("other").label("brain", where(_ -> true));
    Report report =
        toy.specialist(lobes())
            .specialist(other)
            .wishes("other")
            .run("<findings>No mass.")
            .report();
    assertThat(List.of(step(report, "lobes").decision(), step(report, "other").decision()))
        .containsExactly("skip", "run");
  }
}
