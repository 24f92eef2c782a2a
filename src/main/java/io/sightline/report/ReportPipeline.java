package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.Report;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.verify.Verifier;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import io.sightline.vision.VisionEncoder;

/**
 * One report from a study: scope, encode, gather, retrieve, draft, ground, verify. Holds no state
 * between reports; thread-safe; blocking.
 */
final class ReportPipeline {
  private final ReportStages stages;

  ReportPipeline(
      Studies studies,
      VisionEncoder encoder,
      Gatherer gatherer,
      DraftStage drafting,
      SegDecoder segs,
      Lexicon lexicon,
      CaseRetriever retriever) {
    ClaimExtractor extractor = new ClaimExtractor(lexicon);
    this.stages =
        new ReportStages(
            new ReadingSteps(studies, encoder),
            gatherer,
            drafting,
            segs,
            lexicon,
            extractor,
            new Verifier(lexicon),
            retriever,
            new CaseText(extractor));
  }

  /**
   * @throws ProblemException when a stage cannot be done, {@code cancelled} included; a refusal is
   *     a result and no exception
   */
  ReportOutcome run(
      Report running, Bundle bundle, ReportListener listener, Cancellation cancellation) {
    return new ReportRun(stages, running, bundle, listener, cancellation).run();
  }
}
