package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.job.JobQueue;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.study.Studies;
import io.sightline.volume.Mask;
import io.sightline.volume.NiftiReader;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeLimits;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What can be done with reports from outside. Thread-safe; every call blocks. */
public final class ReportService {
  private final Studies studies;
  private final BundleRegistry bundles;
  private final RemoteDrafter remote;
  private final JobQueue queue;
  private final ReportStore store;
  private final ReportSignals signals;
  private final Jdbi jdbi;
  private final BlobStore blobs;
  private final BlobLedger ledger;

  ReportService(
      Studies studies,
      BundleRegistry bundles,
      RemoteDrafter remote,
      JobQueue queue,
      ReportStore store,
      ReportSignals signals,
      Jdbi jdbi,
      BlobStore blobs,
      BlobLedger ledger) {
    this.studies = studies;
    this.bundles = bundles;
    this.remote = remote;
    this.queue = queue;
    this.store = store;
    this.signals = signals;
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.ledger = ledger;
  }

  /**
   * Stores a report and its job in one transaction.
   *
   * @throws ProblemException {@code not_found} for an unknown study or bundle and for a remote
   *     generalist where none is configured, {@code no_bundle}, {@code busy} when the queue is full
   */
  public Report submit(String studyId, @Nullable String bundleId, ReportOptions options) {
    if (studies.find(studyId).isEmpty()) {
      throw new ProblemException(ErrorCode.NOT_FOUND, "There is no study " + studyId + ".");
    }
    if (options.remote() && remote.model().isEmpty()) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "There is no remote generalist: sightline.remote.url is not set.");
    }
    Report report = queued(studyId, bundle(bundleId), options);
    queue.submit(ReportJob.KIND, report.id(), t -> ReportStore.create(t, report));
    return report;
  }

  private Bundle bundle(@Nullable String id) {
    if (id != null) {
      return bundles.require(id);
    }
    return bundles.all().stream()
        .filter(Bundle::usable)
        .filter(b -> b.manifest().kind() == BundleManifest.Kind.GENERALIST)
        .filter(b -> b.manifest().task().equals("report"))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NO_BUNDLE,
                    "No bundle that drafts reports is ready; GET /api/bundles says why."));
  }

  private static Report queued(String studyId, Bundle bundle, ReportOptions options) {
    BundleManifest m = bundle.manifest();
    return Report.queued(
        UUID.randomUUID().toString(),
        studyId,
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        new BundleRef(m.id(), m.version(), bundle.sha256(), null),
        options);
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  public StoredReport get(String id) {
    return store.find(id).orElseThrow(() -> notFound("There is no report " + id + "."));
  }

  /**
   * Changes a report in any state, within the caller's transaction; whoever calls decides what may
   * change.
   *
   * @param change takes the report as it is, its row locked; may throw to leave it so
   * @throws ProblemException {@code not_found}
   */
  public StoredReport revise(Handle transaction, String id, Function<StoredReport, Report> change) {
    return ReportStore.revise(transaction, id, change)
        .orElseThrow(() -> notFound("There is no report " + id + "."));
  }

  /** Newest first. */
  public List<StoredReport> list(int limit) {
    return store.list(limit);
  }

  /** Everything told about a report after an event, in order. */
  List<ReportEvent> events(String id, long after) {
    return store.events(id, after);
  }

  ReportSignals signals() {
    return signals;
  }

  /**
   * Cancels a report that is not final, deletes one that is.
   *
   * @return whether it was cancelled rather than deleted
   * @throws ProblemException {@code not_found}
   */
  public boolean cancelOrDelete(String id) {
    if (!get(id).report().status().isFinal()) {
      if (queue.cancel(ReportJob.KIND, id)) {
        return true;
      }
    }
    List<String> released =
        jdbi.inTransaction(
            t -> ReportStore.delete(t, id) ? ledger.release(t, ReportJob.owner(id)) : List.of());
    ledger.collect(released);
    signals.changed();
    return false;
  }

  /**
   * The mask of a region, {@code .nii.gz} in its series' grid; the caller closes it.
   *
   * @throws ProblemException {@code not_found}
   */
  public InputStream mask(String id, String regionId) {
    get(id);
    return blobs.open(maskBlob(id, regionId));
  }

  /** The same mask as voxels. */
  public Mask readMask(String id, String regionId) {
    return blobs.withFile(
        maskBlob(id, regionId),
        file -> {
          Volume v = NiftiReader.read(file, VolumeLimits.DEFAULT).volumes().getFirst();
          byte[] inside = new byte[v.voxels().length];
          for (int n = 0; n < inside.length; n++) {
            inside[n] = (byte) (v.voxels()[n] != 0 ? 1 : 0);
          }
          return new Mask(v.geometry(), inside);
        });
  }

  private String maskBlob(String id, String regionId) {
    return store
        .mask(id, regionId)
        .orElseThrow(() -> notFound("The report has no finished region " + regionId + "."));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(ErrorCode.NOT_FOUND, detail);
  }
}
