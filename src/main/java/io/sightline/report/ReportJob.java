package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleRegistry;
import io.sightline.job.JobHandler;
import io.sightline.report.ReportStore.Told;
import io.sightline.report.document.Failure;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.ground.FoundRegion;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.volume.NiftiWriter;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The background job. It may begin several times, after a crash for example, but only one attempt
 * makes the report final: the last step is one transaction that does nothing when the report is
 * final already. Masks of an attempt that died are litter that the next start sweeps.
 */
final class ReportJob implements JobHandler {
  static final String KIND = "report";

  private final ReportPipeline pipeline;
  private final ReportStore store;
  private final ReportSignals signals;
  private final BundleRegistry bundles;
  private final Jdbi jdbi;
  private final BlobStore blobs;
  private final BlobLedger ledger;

  ReportJob(
      ReportPipeline pipeline,
      ReportStore store,
      ReportSignals signals,
      BundleRegistry bundles,
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger) {
    this.pipeline = pipeline;
    this.store = store;
    this.signals = signals;
    this.bundles = bundles;
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.ledger = ledger;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void run(String id, Cancellation cancellation) {
    Optional<Report> begun = store.begin(id);
    if (begun.isEmpty()) {
      return; // final already, or deleted
    }
    signals.changed();
    Bundle bundle = bundles.require(begun.get().bundle().id());
    StoredProgress progress = new StoredProgress(id, store, signals);
    ReportOutcome outcome = pipeline.run(fresh(begun.get()), bundle, progress, cancellation);
    cancellation.check();
    finish(id, outcome);
    signals.changed();
  }

  /** Nothing of an earlier attempt stays. */
  private static Report fresh(Report report) {
    return report.toBuilder()
        .inputs(List.of())
        .missing(List.of())
        .contributions(List.of())
        .route(List.of())
        .sections(List.of())
        .sentences(List.of())
        .regions(List.of())
        .evidence(List.of())
        .draftedBy(null)
        .toolCalls(List.of())
        .warnings(List.of())
        .timings(Map.of())
        .build();
  }

  private void finish(String id, ReportOutcome outcome) {
    ledger.storing(
        () -> {
          Map<String, String> masks = new LinkedHashMap<>();
          for (FoundRegion r : outcome.regions()) {
            masks.put(r.id(), blobs.put(gzipped(r)));
          }
          jdbi.useTransaction(
              transaction -> {
                Told done = new Told("done", done(outcome.report()));
                if (ReportStore.update(transaction, id, _ -> outcome.report(), List.of(done))) {
                  masks.forEach((region, sha) -> ReportStore.mask(transaction, id, region, sha));
                  ledger.claim(transaction, owner(id), masks.values());
                }
              });
          return null;
        });
  }

  private static byte[] gzipped(FoundRegion region) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NiftiWriter.write(region.mask(), out);
    return out.toByteArray();
  }

  private static Map<String, Object> done(Report report) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", report.id());
    data.put("status", report.status());
    data.put("refusal", report.refusal());
    return data;
  }

  @Override
  public void cancelled(String id) {
    end(id, ReportStatus.CANCELLED, ErrorCode.CANCELLED, "The report was cancelled.");
  }

  @Override
  public void failed(String id, ProblemException problem) {
    end(id, ReportStatus.FAILED, problem.code(), problem.detail());
  }

  private void end(String id, ReportStatus status, ErrorCode code, String detail) {
    Problem body = Problem.of(code, detail, "/api/reports/" + id);
    store.update(
        id,
        r -> r.toBuilder().status(status).failure(new Failure(code.code(), detail)).build(),
        List.of(new Told("failed", body)));
    signals.changed();
  }

  static String owner(String id) {
    return "report:" + id;
  }
}
