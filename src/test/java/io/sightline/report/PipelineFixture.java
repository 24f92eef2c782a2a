package io.sightline.report;

import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.Sentence;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.MemoryCaseIndex;
import io.sightline.segmentation.MaskCandidate;
import io.sightline.shared.Cancellation;
import io.sightline.specialist.FakeSpecialist;
import io.sightline.store.TestDatabase;
import io.sightline.vision.Encoding;
import io.sightline.volume.Volume;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the pipeline on a toy head with a text and masks of the test's choice. */
final class PipelineFixture implements ReportListener {
  static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());

  /** No case at all. */
  static final CaseRetriever NO_CASES =
      new CaseRetriever(
          new CaseBase(TestDatabase.jdbi(), new MemoryCaseIndex()), new ToyStudies(), LEXICON);

  /** None is configured. */
  static final RemoteDrafter NO_REMOTE =
      new RemoteDrafter() {
        @Override
        public Optional<String> model() {
          return Optional.empty();
        }

        @Override
        public RemoteDraft draft(DraftTask task) {
          throw new IllegalStateException("nobody named it");
        }
      };

  final List<String> told = new ArrayList<>();
  final ToyStudies studies = new ToyStudies();
  final Cancellation cancellation = new Cancellation();
  private final List<FakeSpecialist> specialists = new ArrayList<>();
  private String wishes = "auto";
  private final Map<String, Volume> lesions = new HashMap<>();
  private final List<List<MaskCandidate>> masks = new ArrayList<>();

  PipelineFixture lesion(String head, Volume logits) {
    lesions.put(head, logits);
    return this;
  }

  PipelineFixture specialist(FakeSpecialist specialist) {
    specialists.add(specialist);
    return this;
  }

  /** As the report's options have them. */
  PipelineFixture wishes(String specialists) {
    wishes = specialists;
    return this;
  }

  /** What the mask decoder answers to the next {@code <seg>}; nothing = no candidate. */
  PipelineFixture mask(MaskCandidate... candidates) {
    masks.add(List.of(candidates));
    return this;
  }

  ReportOutcome run(String text) {
    return run(text, ToyStudies.HEAD, ToyHead.encoding(lesions));
  }

  ReportOutcome run(String text, String study, Encoding encoding) {
    ScriptedModel model = new ScriptedModel(text, masks);
    return pipeline(studies, encoding, model, ToySpecialists.gatherer(specialists), NO_CASES)
        .run(report(study, wishes), ToyBundle.BUNDLE, this, cancellation);
  }

  static ReportPipeline pipeline(ToyStudies studies, Encoding encoding, ScriptedModel model) {
    return pipeline(studies, encoding, model, ToySpecialists.gatherer(List.of()), NO_CASES);
  }

  static ReportPipeline pipeline(
      ToyStudies studies,
      Encoding encoding,
      ScriptedModel model,
      Gatherer gatherer,
      CaseRetriever cases) {
    return pipeline(studies, encoding, model, gatherer, cases, NO_REMOTE);
  }

  static ReportPipeline pipeline(
      ToyStudies studies,
      Encoding encoding,
      ScriptedModel model,
      Gatherer gatherer,
      CaseRetriever cases,
      RemoteDrafter remote) {
    return new ReportPipeline(
        studies,
        (_, _, c) -> {
          c.check();
          return encoding;
        },
        gatherer,
        new DraftStage(
            new Drafter(model), PromptFile.load(Path.of("."), "draft-report.txt"), remote),
        new SegDecoder(model, model),
        LEXICON,
        cases);
  }

  static Report report(String study, String wishes) {
    return report(study, wishes, false);
  }

  static Report report(String study, String wishes, boolean remote) {
    return Report.queued(
            "rep",
            study,
            Instant.EPOCH,
            new BundleRef("toy-mr", "0.0.1", "a".repeat(64), null),
            new ReportOptions(wishes, false, 0, remote))
        .toBuilder()
        .status(ReportStatus.RUNNING)
        .build();
  }

  @Override
  public void stage(String name, double fraction) {
    told.add("stage " + name);
  }

  @Override
  public void sentence(Sentence s) {
    told.add("sentence " + s.id() + " " + s.text());
  }

  @Override
  public void region(Region r) {
    told.add("region " + r.id());
  }

  @Override
  public void verdict(Sentence s) {
    told.add("verdict " + s.id() + " " + s.verdict().status().word());
  }

  @Override
  public void state(Report report) {}
}
