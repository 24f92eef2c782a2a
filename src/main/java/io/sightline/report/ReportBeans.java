package io.sightline.report;

import io.quarkus.arc.Unremovable;
import io.sightline.bundle.BundleRegistry;
import io.sightline.job.JobQueue;
import io.sightline.language.LanguageModel;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.StudyEmbedder;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.gather.CaseTrust;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.TrustSource;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.retrieval.TrackRecord;
import io.sightline.routing.RoutingConfig;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.specialist.SpecialistRegistry;
import io.sightline.specialist.SpecialistRunner;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.study.Studies;
import io.sightline.vision.VisionEncoder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Puts the report feature together. */
final class ReportBeans {

  @Produces
  @Singleton
  Lexicon lexicon(@ConfigProperty(name = "sightline.home") Optional<Path> home) {
    return LexiconReader.read(LexiconSource.folderOrPackaged(home(home).resolve("grounding")));
  }

  @Produces
  @Singleton
  ClaimExtractor claims(Lexicon lexicon) {
    return new ClaimExtractor(lexicon);
  }

  @Produces
  @Singleton
  ReportSignals signals() {
    return new ReportSignals();
  }

  @Produces
  @Singleton
  ReportStore store(Jdbi jdbi) {
    return new ReportStore(jdbi);
  }

  @Produces
  @Singleton
  TrustSource trust(CaseBase cases, TrackRecord record, Studies studies, Lexicon lexicon) {
    return new CaseTrust(cases, record, studies, lexicon);
  }

  @Produces
  @Singleton
  Gatherer gatherer(
      SpecialistRegistry registry,
      SpecialistRunner runner,
      RoutingConfig routing,
      TrustSource trust) {
    return new Gatherer(registry, runner, routing.asBudget(), trust);
  }

  @Produces
  @Singleton
  ReportPipeline pipeline(
      Studies studies,
      VisionEncoder encoder,
      Gatherer gatherer,
      LanguageModel model,
      MaskDecoder decoder,
      Lexicon lexicon,
      CaseBase cases,
      RemoteDrafter remote,
      @ConfigProperty(name = "sightline.home") Optional<Path> home) {
    return new ReportPipeline(
        studies,
        encoder,
        gatherer,
        new DraftStage(new Drafter(model), PromptFile.load(home(home), "draft-report.txt"), remote),
        new SegDecoder(model, decoder),
        lexicon,
        new CaseRetriever(cases, studies, lexicon));
  }

  @Produces
  @Singleton
  StudyEvidence evidence(Studies studies, Gatherer gatherer, CaseBase cases, Lexicon lexicon) {
    return new StudyEvidence(
        studies, gatherer, new CaseRetriever(cases, studies, lexicon), lexicon);
  }

  @Produces
  @Singleton
  CaseEmbedder embedder(BundleRegistry bundles, Studies studies, VisionEncoder encoder) {
    return new StudyEmbedder(bundles, studies, encoder);
  }

  @Produces
  @Singleton
  @Unremovable
  ReportJob job(
      ReportPipeline pipeline,
      ReportStore store,
      ReportSignals signals,
      BundleRegistry bundles,
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger) {
    return new ReportJob(pipeline, store, signals, bundles, jdbi, blobs, ledger);
  }

  @Produces
  @Singleton
  ReportService service(
      Studies studies,
      BundleRegistry bundles,
      RemoteDrafter remote,
      JobQueue queue,
      ReportStore store,
      ReportSignals signals,
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger) {
    return new ReportService(studies, bundles, remote, queue, store, signals, jdbi, blobs, ledger);
  }

  private static Path home(Optional<Path> configured) {
    return configured.orElse(Path.of("."));
  }
}
