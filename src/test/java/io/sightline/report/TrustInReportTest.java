package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.RIGHT_FRONTAL;
import static io.sightline.report.ToyHead.candidate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.bundle.Bundle;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import io.sightline.report.document.RouteStep;
import io.sightline.report.document.RouteTrust;
import io.sightline.report.document.Verdict.Status;
import io.sightline.report.gather.CaseTrust;
import io.sightline.report.gather.Gatherer;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseBase.Kept;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.Cases;
import io.sightline.retrieval.EmbeddingSpace;
import io.sightline.retrieval.MemoryCaseIndex;
import io.sightline.retrieval.TrackEntry;
import io.sightline.retrieval.TrackRecord;
import io.sightline.routing.RoutePlan;
import io.sightline.routing.Router;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.store.TestDatabase;
import io.sightline.vision.Encoding;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trust learned from signed cases does to a report of the toy head. */
class TrustInReportTest {
  private static final EmbeddingSpace SPACE =
      new EmbeddingSpace("toy-mr", "a".repeat(64), "mean-of-image_tokens");
  private static final String NORMAL = "<findings>The left frontal lobe is normal.<seg>";

  @TempDir Path folder;
  private Bundle bundle = ToyBundle.BUNDLE;
  private final Jdbi jdbi = TestDatabase.jdbi();
  private final CaseBase cases = new CaseBase(jdbi, new MemoryCaseIndex());
  private final List<FakeSpecialist> specialists = new ArrayList<>();
  private final ToyStudies studies = new ToyStudies();
  private Encoding encoding = ToyHead.encoding(Map.of(), 1, 0);
  private ScriptedModel model = new ScriptedModel(NORMAL, List.of());

  @BeforeEach
  void atlas() {
    bundle = ToyBundle.withEvidence(folder);
  }

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

  private static UnaryOperator<Volume> ball(Vec3 centre) {
    return where(p -> p.distance(centre) < 15);
  }

  private static UnaryOperator<Volume> nothing() {
    return where(_ -> false);
  }

  /** Signed cases of others, as near as {@code y} is small, in which a word was judged. */
  private void signed(int count, float y, String specialist, String finding, boolean agreed) {
    for (int i = 0; i < count; i++) {
      String id = specialist + finding + agreed + i;
      Case c =
          Cases.named(id)
              .build()
              .embedded(CaseEmbedding.normalised(SPACE, new float[] {1, y}).orElseThrow());
      TrackEntry entry = new TrackEntry(id, specialist, "b".repeat(64), finding, agreed);
      cases.keep(_ -> new Kept<>(c, c, List.of(entry)));
    }
  }

  private Gatherer gatherer() {
    CaseTrust trust = new CaseTrust(cases, new TrackRecord(jdbi), studies, PipelineFixture.LEXICON);
    return ToySpecialists.gatherer(specialists, trust);
  }

  private Report report(String wishes) {
    model = new ScriptedModel(NORMAL, List.of(List.of(candidate(LEFT_FRONTAL, 15, 0.95))));
    return PipelineFixture.pipeline(studies, encoding, model, gatherer(), PipelineFixture.NO_CASES)
        .run(
            PipelineFixture.report(ToyStudies.HEAD, wishes),
            bundle,
            new PipelineFixture(),
            new Cancellation())
        .report();
  }

  private static RouteStep step(Report report, String bundle) {
    return report.route().stream().filter(r -> r.bundle().equals(bundle)).findFirst().orElseThrow();
  }

  private static Evidence of(Report report, String specialist) {
    return report.evidence().stream()
        .filter(e -> e.source().equals("specialist:" + specialist))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> says(Report report, String specialist, String finding) {
    return ((List<Map<String, Object>>) of(report, specialist).value().get("says"))
        .stream().filter(s -> s.get("finding").equals(finding)).findFirst().orElseThrow();
  }

  @Test
  void evidenceKeepsWhatASpecialistSaysOfEachFinding() {
    specialists.add(
        new FakeSpecialist("net")
            .finding("core", "tumour", ball(RIGHT_FRONTAL))
            .finding("infarct", "infarct", nothing())
            .finding("spots", "white-matter-hyperintensity", nothing()));
    Report report = report("auto");
    assertThat(of(report, "net").value()).containsEntry("sha256", "b".repeat(64));
    Map<String, Object> tumour = says(report, "net", "tumour");
    assertThat(tumour)
        .containsEntry("presence", "present")
        .containsEntry("right", 1.0)
        .containsEntry("trusted", true)
        .containsEntry("trust", 0.5);
    assertThat(tumour.get("sites").toString()).contains("frontal lobe=1.0");
    assertThat(tumour.get("notIn").toString()).contains("parietal lobe");
    assertThat(says(report, "net", "infarct")).containsEntry("presence", "absent");
    // it reads T1, on which nobody sees white-matter spots: finding none says nothing
    assertThat(of(report, "net").value().get("says").toString()).doesNotContain("white-matter");
    assertThat(model.prompts().getFirst()).contains("measured: mass in the right frontal lobe");
  }

  @Test
  void aSpecialistThatReadersOfSimilarCasesContradictedIsSkipped() {
    specialists.add(new FakeSpecialist("net").finding("core", "tumour", ball(RIGHT_FRONTAL)));
    signed(7, 0.1f, "net", "tumour", false);
    signed(2, 0.1f, "net", "tumour", true);
    Report report = report("auto");
    assertThat(step(report, "net").decision()).isEqualTo("skip");
    assertThat(step(report, "net").reason())
        .isEqualTo(
            "it is not trustworthy: in 7 of 9 similar signed cases it disagreed with the reader"
                + " about mass");
    RouteTrust shown = step(report, "net").trust().getFirst();
    assertThat(shown.finding()).isEqualTo("tumour");
    assertThat(shown.trusted()).isFalse();
    assertThat(shown.prior()).isEqualTo(0.5);
    assertThat(shown.priorFrom()).isEqualTo("unmeasured");
    assertThat(shown.cases()).isEqualTo("similar");
    assertThat(List.of(shown.agreed(), shown.disagreed())).containsExactly(2, 7);
    assertThat(model.prompts().getFirst()).doesNotContain("measured");
    assertThat(ReportJson.read(ReportJson.write(report)).route()).isEqualTo(report.route());

    cases.page(Long.MAX_VALUE, 100).forEach(c -> cases.remove(c.value().id()));
    assertThat(step(report("auto"), "net").decision()).isEqualTo("run");
  }

  @Test
  void thePlanIsStoredAndMadeAgainFromWhatIsStored() {
    specialists.add(new FakeSpecialist("net").finding("core", "tumour", ball(RIGHT_FRONTAL)));
    specialists.add(
        new FakeSpecialist("other")
            .finding("infarct", "infarct", nothing())
            .finding("core", "tumour", nothing()));
    signed(7, 0.1f, "net", "tumour", false);
    Report stored = ReportJson.read(ReportJson.write(report("auto")));
    RoutePlan plan =
        stored.evidence().stream()
            .filter(e -> e.source().equals(StoredPlan.SOURCE))
            .findFirst()
            .map(e -> StoredPlan.read(e.value()))
            .orElseThrow();
    assertThat(plan.toRun()).containsExactly("other");
    assertThat(plan.trust().distrusts("net", "tumour")).isTrue();
    RoutePlan again =
        Router.plan(
            plan.study(),
            plan.wishes(),
            plan.budget(),
            plan.trust(),
            ToySpecialists.registry(specialists).bundles());
    assertThat(again).usingRecursiveComparison().isEqualTo(plan);
  }

  @Test
  void aDistrustedWordIsKeptAndMarkedAndLeftOutOfThePrompt() {
    specialists.add(
        new FakeSpecialist("net")
            .finding("core", "tumour", ball(RIGHT_FRONTAL))
            .finding("infarct", "infarct", ball(LEFT_FRONTAL)));
    signed(8, 0.1f, "net", "tumour", false);
    Report report = report("auto");
    assertThat(step(report, "net").decision()).isEqualTo("run");
    assertThat(says(report, "net", "tumour"))
        .containsEntry("presence", "present")
        .containsEntry("trusted", false)
        .containsEntry(
            "why", "in 8 of 8 similar signed cases it disagreed with the reader about mass");
    assertThat(of(report, "net").value().get("labels").toString()).contains("id=core");
    assertThat(model.prompts().getFirst())
        .contains("measured: infarct in the left frontal lobe\n")
        .doesNotContain("mass");

    bundle = ToyBundle.withoutTemplate();
    report("auto");
    assertThat(model.prompts().getFirst())
        .contains("measured by net: infarct")
        .doesNotContainPattern("\\bcore\\b");
  }

  @Test
  void withoutAnImageEmbeddingAllSignedCasesCountAndTheReasonSaysSo() {
    encoding = ToyHead.encoding(Map.of(), 0, 0);
    specialists.add(new FakeSpecialist("net").finding("core", "tumour", ball(RIGHT_FRONTAL)));
    signed(11, 0.1f, "net", "tumour", false);
    assertThat(step(report("auto"), "net").decision()).isEqualTo("run");
    signed(12, 0.1f, "net", "tumour", false);
    assertThat(step(report("auto"), "net").reason())
        .contains("in 12 of 12 signed cases of any kind", "no image embedding");
    assertThat(step(report("auto"), "net").trust().getFirst().cases()).isEqualTo("all");
  }

  @Test
  void disagreementOfADistrustedSpecialistIsANoteAndLowersNothing() {
    UnaryOperator<Volume> behind =
        where(p -> p.y() > 0 && p.y() < 56 && Math.abs(p.x()) < 56 && Math.abs(p.z()) < 56);
    specialists.add(
        new FakeSpecialist("lobes")
            .finding("frontal-lobe", "atrophy", behind)
            .finding("infarct", "infarct", nothing()));
    Report lowered = report("auto");
    assertThat(lowered.sentences().getFirst().verdict().status()).isEqualTo(Status.UNSUPPORTED);

    signed(6, 0.1f, "lobes", "atrophy", false);
    Report noted = report("auto");
    assertThat(noted.sentences().getFirst().verdict().status())
        .isNotIn(Status.UNSUPPORTED, Status.CONTRADICTED);
    assertThat(noted.sentences().getFirst().verdict().reasons())
        .anySatisfy(
            r ->
                assertThat(r)
                    .startsWith("Specialist lobes disagrees about the frontal lobe:")
                    .endsWith(
                        "It is not trusted here: in 6 of 6 similar signed cases it disagreed with"
                            + " the reader about atrophy."));
    assertThat(noted.evidence())
        .anySatisfy(
            e ->
                assertThat(e.value().toString())
                    .contains("quantity=disagreement", "distrust=in 6 of 6"));
  }

  @Test
  void aCaseBaseThatFailsLeavesWhatManifestsSay() {
    specialists.add(new FakeSpecialist("net").finding("core", "tumour", ball(RIGHT_FRONTAL)));
    signed(8, 0.1f, "net", "tumour", false);
    jdbi.useHandle(h -> h.execute("drop table case_track"));
    Report report = report("auto");
    assertThat(step(report, "net").decision()).isEqualTo("run");
    assertThat(step(report, "net").trust().getFirst().cases()).isEqualTo("none");
  }

  @Test
  void answersAreToldOnlyWhatIsTrustedNow() {
    specialists.add(
        new FakeSpecialist("net")
            .finding("core", "tumour", ball(RIGHT_FRONTAL))
            .finding("infarct", "infarct", ball(LEFT_FRONTAL)));
    StudyEvidence evidence =
        new StudyEvidence(
            studies,
            gatherer(),
            new CaseRetriever(
                new CaseBase(TestDatabase.jdbi(), new MemoryCaseIndex()),
                studies,
                PipelineFixture.LEXICON),
            PipelineFixture.LEXICON);
    StudyReading reading =
        new StudyReader(studies, (_, _, _) -> encoding)
            .read(ToyStudies.HEAD, bundle, new Cancellation());
    assertThat(evidence.compact(ToyStudies.HEAD, reading, new Cancellation()))
        .contains("mass in the right", "infarct in the left");
    signed(8, 0.1f, "net", "tumour", false);
    assertThat(evidence.compact(ToyStudies.HEAD, reading, new Cancellation()))
        .isEqualTo("measured: infarct in the left frontal lobe\n");
  }
}
