package io.sightline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quarkus.runtime.configuration.MemorySize;
import io.sightline.language.OnnxLanguageModel;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.ground.SegDecoder;
import io.sightline.segmentation.OnnxMaskDecoder;
import io.sightline.shared.Cancellation;
import io.sightline.study.Series;
import io.sightline.study.Studies;
import io.sightline.study.Study;
import io.sightline.vision.BrainMrBundle;
import io.sightline.vision.Glioma;
import io.sightline.vision.OnnxVisionEncoder;
import io.sightline.volume.Sequence;
import io.sightline.volume.SequenceGuess;
import io.sightline.volume.Volume;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The repository's own bundle drafts a real glioma. What it says is the model card's business; that
 * whatever it says is measured, linked and checked is this test's.
 */
class BrainMrReportTest {

  /** A study in memory. */
  record Held(Map<Sequence, Volume> volumes) implements Studies {
    @Override
    public Optional<Study> find(String id) {
      List<Series> series = new ArrayList<>();
      volumes.forEach(
          (sequence, v) -> {
            SequenceGuess guess = new SequenceGuess(sequence, 0.99, "named by the test");
            var only =
                new Series.SeriesVolume(
                    0, guess, v.geometry(), "0".repeat(64), List.of(), List.of());
            series.add(
                new Series(sequence.label(), "MR", null, null, 1, guess, List.of(only), List.of()));
          });
      return Optional.of(new Study(id, null, null, Instant.EPOCH, series, List.of()));
    }

    @Override
    public Volume volume(String studyId, String seriesUid, int index) {
      return volumes.get(Sequence.valueOf(seriesUid));
    }
  }

  @Test
  void everySentenceOfARealGliomaIsMeasuredLinkedAndChecked() {
    Studies study = new Held(Glioma.series(Sequence.T1, Sequence.T1C, Sequence.T2, Sequence.FLAIR));
    try (BrainMrBundle brainMr = BrainMrBundle.open()) {
      ReportOutcome out = run(brainMr, study, ToySpecialists.gatherer(List.of()));
      Report report = out.report();

      assertThat(report.refusal()).isNull();
      assertThat(report.status()).isEqualTo(ReportStatus.DRAFT);
      assertThat(report.contributions()).hasSize(4);
      assertThat(report.sections()).extracting(s -> s.name()).contains("findings", "impression");
      assertThat(report.sentences()).isNotEmpty();
      assertThat(report.sentences())
          .allSatisfy(
              s -> {
                assertThat(s.text()).doesNotContain("<", "…");
                assertThat(s.verdict().reasons())
                    .isNotEmpty()
                    .noneMatch(r -> r.contains("disagrees with region"));
                assertThat(s.links())
                    .allMatch(l -> report.region(l.region()).isPresent())
                    .allMatch(l -> l.phrase().get(1) <= s.text().length());
              });
      assertThat(out.regions())
          .allSatisfy(
              r -> assertThat(r.region().volumeMl()).isCloseTo(r.mask().volumeMl(), within(0.001)));
      assertThat(brainMr.openTensors()).isZero();
    }
  }

  static ReportOutcome run(BrainMrBundle brainMr, Studies study, Gatherer gatherer) {
    OnnxLanguageModel model = new OnnxLanguageModel(brainMr.pool());
    ReportPipeline pipeline =
        new ReportPipeline(
            study,
            new OnnxVisionEncoder(brainMr.pool(), new MemorySize(BigInteger.ONE)),
            gatherer,
            new DraftStage(
                new Drafter(model),
                PromptFile.load(Path.of("."), "draft-report.txt"),
                PipelineFixture.NO_REMOTE),
            new SegDecoder(model, new OnnxMaskDecoder(brainMr.pool())),
            PipelineFixture.LEXICON,
            PipelineFixture.NO_CASES);
    var manifest = brainMr.bundle().manifest();
    Report queued =
        Report.queued(
                "glioma",
                "1.2.3",
                Instant.EPOCH,
                new BundleRef(manifest.id(), manifest.version(), brainMr.bundle().sha256(), null),
                ReportOptions.DEFAULT)
            .toBuilder()
            .status(ReportStatus.RUNNING)
            .build();
    return pipeline.run(queued, brainMr.bundle(), new PipelineFixture(), new Cancellation());
  }
}
