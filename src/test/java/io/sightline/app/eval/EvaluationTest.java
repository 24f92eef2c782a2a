package io.sightline.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.app.eval.CaseFile.Phrase;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.segment.Segmentation;
import io.sightline.report.claim.Laterality;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.KeySlice;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.document.ReportStatus;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiWriter;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From cases to a table, with a product whose reports the test writes. */
class EvaluationTest {
  private static final VolumeGeometry GRID =
      VolumeGeometry.axisAligned(4, 1, 2, new Vec3(2, 2, 2), new Vec3(0, 0, 0));

  @TempDir Path temp;

  /** Drafts two sentences with specialists, one without; refuses the case "refused". */
  private static class Scripted implements Product {
    final List<Map<String, Object>> asked = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();

    @Override
    public String upload(EvaluationCase c) {
      if (c.name().equals("broken")) {
        throw new ProductException("The file is empty. (empty_file)");
      }
      return c.name();
    }

    @Override
    public Report report(String studyId, Map<String, Object> options) {
      asked.add(options);
      boolean moed = "auto".equals(options.get("specialists"));
      Region mass =
          new Region(
              "r1",
              "mass",
              null,
              "mass",
              "s",
              0,
              0.9,
              "mask-decoder",
              1,
              1,
              1,
              List.of(),
              List.of(),
              "left",
              List.of(),
              "#ffffff",
              new KeySlice(null, 0),
              "/mask/r1");
      return Report.queued(
              "r",
              studyId,
              Instant.EPOCH,
              new BundleRef("toy", "1", "0".repeat(64), null),
              ReportOptions.DEFAULT)
          .toBuilder()
          .status(ReportStatus.DRAFT)
          .sentences(
              List.of(
                  Drafted.sentence("A mass in the left frontal lobe.", "r1"),
                  Drafted.sentence(moed ? "No infarct is seen." : "Infarct in the right insula.")))
          .regions(List.of(mass))
          .evidence(
              List.of(
                  new Evidence(
                      "e1",
                      "measurement",
                      "generalist:toy",
                      Map.of("volumes", Map.of("core", 2.0, "infarct", 0.1)))))
          .timing("encode", asked.size() == 1 ? 3000L : 10L)
          .timing("gather", 500L)
          .timing("total", asked.size() == 1 ? 4000L : 1010L)
          .build();
    }

    /** The first two voxels of each row. */
    @Override
    public Mask mask(String route) {
      return new Mask(GRID, new byte[] {1, 1, 0, 0, 1, 1, 0, 0});
    }

    @Override
    public Answer ask(String studyId, String question) {
      throw new ProductException("This bundle answers no questions. (cannot_answer)");
    }

    @Override
    public Segmentation segment(String studyId, String phrase) {
      return new Segmentation(
          "g",
          studyId,
          new BundleRef("toy", "1", "0".repeat(64), null),
          Instant.EPOCH,
          phrase,
          List.of(),
          List.of("nothing"),
          "none");
    }

    @Override
    public void delete(String studyId) {
      deleted.add(studyId);
    }
  }

  /** The truth's mass is the first voxel of each row. */
  private EvaluationCase named(String name) {
    Path labels = temp.resolve("seg.nii.gz");
    NiftiWriter.write(new Volume(GRID, new float[] {1, 0, 0, 0, 1, 0, 0, 0}), labels);
    Target mass =
        new Target(
            "mass",
            List.of("mass"),
            Laterality.LEFT,
            List.of("frontal lobe"),
            false,
            false,
            false,
            labels,
            Set.of(1));
    return new EvaluationCase(
        name,
        Map.of("FLAIR", labels),
        null,
        false,
        Map.of("mass", true, "infarct", false),
        List.of(mass),
        List.of(new Phrase("the mass", "mass"), new Phrase("infarct", null)),
        List.of());
  }

  private EvaluationResult run(Scripted product, List<String> progress, String... cases) {
    List<EvaluationCase> all = List.of(cases).stream().map(this::named).toList();
    long[] clock = {0};
    Evaluation evaluation =
        new Evaluation(
            product,
            Drafted.LEXICON,
            progress::add,
            MaskKeeper.in(temp.resolve("masks")),
            1,
            () -> clock[0] += 60_000_000_000L);
    return evaluation.run(new EvaluationSet("toy-set", all), List.of(Mode.values()), true);
  }

  @Test
  void asManyCasesAsAskedForAreMeasuredAtATimeAndStayInOrder() {
    CyclicBarrier both = new CyclicBarrier(2);
    Scripted meeting =
        new Scripted() {
          @Override
          public String upload(EvaluationCase c) {
            try {
              both.await(20, TimeUnit.SECONDS); // one at a time would wait in vain
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new ProductException("alone");
            }
            throw new ProductException("met");
          }
        };
    List<EvaluationCase> all = Stream.of("one", "two", "three", "four").map(this::named).toList();
    EvaluationResult result =
        new Evaluation(meeting, Drafted.LEXICON, _ -> {}, MaskKeeper.NONE, 2)
            .run(new EvaluationSet("toy-set", all), List.of(Mode.GENERALIST), true);
    assertThat(result.cases())
        .extracting(CaseResult::name)
        .containsExactly("one", "two", "three", "four");
    assertThat(result.cases())
        .allSatisfy(c -> assertThat(c.modes().get(Mode.GENERALIST).why()).isEqualTo("met"));
  }

  @Test
  void modesAreScoredAndReportsShared() {
    Scripted product = new Scripted();
    EvaluationResult result = run(product, new ArrayList<>(), "one");
    assertThat(product.asked).hasSize(4);
    assertThat(product.deleted).containsExactly("one");
    CaseScore alone = result.cases().getFirst().modes().get(Mode.GENERALIST);
    assertThat(alone.said()).containsExactlyInAnyOrder("mass", "infarct");
    assertThat(alone.seconds()).isEqualTo(4);
    CaseScore moed = result.cases().getFirst().modes().get(Mode.MOED);
    assertThat(moed.said()).containsExactly("mass");
    assertThat(moed.seconds()).as("encoding counts again").isEqualTo(4);
    SentenceScore first = moed.sentences().getFirst();
    assertThat(first.sideRight()).isTrue();
    assertThat(first.siteRight()).isTrue();
    assertThat(first.grounding())
        .isEqualTo(new SentenceScore.Grounding(true, true, 2.0 * 2 / (4 + 2), "mask-decoder"));
    assertThat(moed.sentences().getLast().grounding()).isNull();
    assertThat(temp.resolve("masks/one/moed/00.nii.gz")).isNotEmptyFile();
    assertThat(temp.resolve("masks/one/specialists")).doesNotExist();
    CaseScore measured = result.cases().getFirst().modes().get(Mode.SPECIALISTS);
    assertThat(measured.said()).containsExactly("mass");
    assertThat(measured.sentences()).isEmpty();
    assertThat(measured.seconds()).isEqualTo(3.5);
  }

  @Test
  void phrasesCountAsGivenOrRightlyRefused() {
    List<AnswerScore> answers = run(new Scripted(), new ArrayList<>(), "one").answers();
    assertThat(answers).extracting(AnswerScore::right).containsExactly(false, true);
    assertThat(answers.getFirst().dice()).isZero();
    assertThat(answers.getLast().dice()).isNull();
  }

  @Test
  void whatCouldNotBeUploadedIsListedAndMissesItsFindings() {
    EvaluationResult result = run(new Scripted(), new ArrayList<>(), "one", "broken");
    assertThat(result.complete()).isFalse();
    assertThat(result.troubles())
        .hasSize(5)
        .contains("broken, generalist alone: failed, The file is empty. (empty_file)");
    assertThat(Counts.of(result.scores(Mode.BOTH), "mass")).isEqualTo(new Counts(1, 0, 1));
  }

  @Test
  void progressTellsTheTimeThatIsLeft() {
    List<String> progress = new ArrayList<>();
    run(new Scripted(), progress, "a", "b", "broken");
    assertThat(progress)
        .containsExactly(
            "1 of 3, a: drafted, 2 min left",
            "2 of 3, b: drafted, 60 s left",
            "3 of 3, broken: 5 of 5 modes not drafted, 0 s left");
  }

  @Test
  void theTableHasAColumnForEachModeAndSaysHowItWasMade() {
    EvaluationResult result = run(new Scripted(), new ArrayList<>(), "one", "broken");
    String table =
        new EvaluationTable(result, 50, 1).markdown("./sightline eval toy", "2026-11-30");
    assertThat(table)
        .startsWith("## toy-set\n\n`./sightline eval toy`, 2026-11-30. 2 cases, toy 1.")
        .contains(
            "| Measure | generalist alone | specialists alone | + MoED | + RAD | + MoED + RAD |")
        .containsPattern("(?m)^\\| Finding F1 \\| 0\\.500 \\(.*\\), n 4 \\| 0\\.667")
        .containsPattern("(?m)^\\| Side right \\| 1\\.000 .* \\| - \\| 1\\.000")
        .contains("| Finding F1, minus generalist alone | - | 0.167 (")
        .contains("| infarct | 0.000 (")
        .contains("| Phrase: region given where due | 0.000 (0.000 to 0.000) | 1 |")
        .contains("\"Specialists alone\" writes no sentence")
        .contains("- broken, + RAD: failed, The file is empty. (empty_file)");
  }

  @Test
  void refusalsThatAreDueAreNoTroubleAndDraftsInTheirPlaceAre() {
    EvaluationResult result =
        new EvaluationResult(
            "scope",
            List.of(Mode.GENERALIST),
            List.of(
                ended("knee", ReportStatus.REFUSED, "This is no brain."),
                ended("chest", ReportStatus.DRAFT, null)));
    assertThat(result.refusals()).containsExactly("knee: This is no brain.");
    assertThat(result.troubles())
        .containsExactly("chest, generalist alone: draft, though it is out of scope");
    assertThat(new EvaluationTable(result, 50, 1).markdown("eval", "2026-12-01"))
        .containsPattern("(?m)^\\| Refused where out of scope \\| 0\\.500 .* n 2 \\|")
        .contains("| Refused where in scope | - |", "Refused as it should be:\n\n- knee: This is");
  }

  private static CaseResult ended(String name, ReportStatus status, @Nullable String why) {
    CaseScore score =
        new CaseScore(name, status, "toy 1", why, true, Map.of(), Set.of(), List.of(), 1);
    return new CaseResult(name, Map.of(Mode.GENERALIST, score), List.of(), List.of());
  }

  @Test
  void theJsonHoldsFiguresAndSentences() throws Exception {
    EvaluationResult result = run(new Scripted(), new ArrayList<>(), "one");
    JsonNode json =
        new ObjectMapper().readTree(EvaluationJson.of(result, "./sightline eval toy", 50, 1));
    assertThat(json.at("/measures/moed/finding-f1/value").asDouble()).isEqualTo(1);
    assertThat(json.at("/measures/moed/no-region/value").isNull()).isTrue();
    assertThat(json.at("/measures/specialists").has("dice")).isFalse();
    assertThat(json.at("/cases/0/modes/MOED/sentences/0/text").asText())
        .isEqualTo("A mass in the left frontal lobe.");
  }
}
