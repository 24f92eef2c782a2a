package io.sightline.report;

import static io.sightline.report.ToyHead.LEFT_FRONTAL;
import static io.sightline.report.ToyHead.ball;
import static io.sightline.report.ToyHead.candidate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.document.ReportStatus;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobLedger;
import io.sightline.store.MemoryBlobStore;
import io.sightline.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays after each way a job can end, crashes included. */
class ReportJobTest {
  private static final String ID = "7f0c";
  private static final String TEXT =
      "<findings>A mass of <max-diameter>.<seg> No oedema.<impression>Mass.";

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final MemoryBlobStore blobs = new MemoryBlobStore();
  private final BlobLedger ledger = new BlobLedger(jdbi, blobs);
  private final ReportStore store = new ReportStore(jdbi);

  @BeforeEach
  void queue() {
    Report report =
        Report.queued(
            ID,
            ToyStudies.HEAD,
            Instant.EPOCH,
            new BundleRef("toy-mr", "0.0.1", "a".repeat(64), null),
            ReportOptions.DEFAULT);
    jdbi.useTransaction(t -> ReportStore.create(t, report));
  }

  private ReportJob job(Runnable beforeEachPiece) {
    ScriptedModel model =
        new ScriptedModel(TEXT, List.of(List.of(candidate(LEFT_FRONTAL, 15, 0.9))))
            .beforeEachPiece(beforeEachPiece);
    return new ReportJob(
        PipelineFixture.pipeline(
            new ToyStudies(), ToyHead.encoding(Map.of("lesion", ball(LEFT_FRONTAL, 15))), model),
        store,
        new ReportSignals(),
        new ToyBundle.Registry(),
        jdbi,
        blobs,
        ledger);
  }

  private Report stored() {
    return store.find(ID).orElseThrow().report();
  }

  private boolean deleted() {
    return jdbi.<Boolean, RuntimeException>inTransaction(t -> ReportStore.delete(t, ID));
  }

  private List<String> types() {
    return store.events(ID, 0).stream().map(ReportEvent::type).toList();
  }

  @Test
  void aFinishedJobLeavesADraftItsMasksAndTheWholeStory() {
    job(() -> {}).run(ID, new Cancellation());
    assertThat(stored().status()).isEqualTo(ReportStatus.DRAFT);
    assertThat(stored().sentences()).hasSize(3);
    String sha = store.mask(ID, "r1").orElseThrow();
    assertThat(blobs.contains(sha)).isTrue();
    assertThat(types()).startsWith("stage", "stage").endsWith("verdict", "done");
    ledger.collect(List.of(sha));
    assertThat(blobs.contains(sha)).as("the report claims its masks").isTrue();
  }

  @Test
  void aJobThatDiedRunsAgainToExactlyOneFinishedReport() {
    int[] pieces = {0};
    ReportJob killed =
        job(
            () -> {
              if (++pieces[0] == 10) {
                throw new IllegalStateException("kill -9");
              }
            });
    assertThatThrownBy(() -> killed.run(ID, new Cancellation())).hasMessage("kill -9");
    assertThat(stored().status()).isEqualTo(ReportStatus.RUNNING);
    long heard = store.events(ID, 0).getLast().number();
    assertThat(types()).contains("sentence");

    job(() -> {}).run(ID, new Cancellation());

    assertThat(stored().status()).isEqualTo(ReportStatus.DRAFT);
    assertThat(stored().attempt()).isEqualTo(2);
    assertThat(stored().sentences()).hasSize(3);
    assertThat(types()).startsWith("restart", "stage").endsWith("done");
    assertThat(store.events(ID, 0).getFirst().number())
        .as("whoever resumes after the last event of the dead attempt misses nothing")
        .isGreaterThan(heard);
  }

  @Test
  void aFinishedReportIsNotMadeTwice() {
    job(() -> {}).run(ID, new Cancellation());
    StoredReport first = store.find(ID).orElseThrow();
    int events = store.events(ID, 0).size();
    job(() -> {}).run(ID, new Cancellation());
    assertThat(store.find(ID).orElseThrow()).isEqualTo(first);
    assertThat(store.events(ID, 0)).hasSize(events);
  }

  @Test
  void aCancelledReportStaysCancelledWhateverTheJobDoes() {
    Cancellation cancellation = new Cancellation();
    ReportJob job = job(cancellation::cancel);
    assertThatThrownBy(() -> job.run(ID, cancellation)).isInstanceOf(ProblemException.class);
    job.cancelled(ID);
    assertThat(stored().status()).isEqualTo(ReportStatus.CANCELLED);
    job(() -> {}).run(ID, new Cancellation());
    assertThat(stored().status()).isEqualTo(ReportStatus.CANCELLED);
    assertThat(types()).endsWith("failed");
    assertThat(store.events(ID, 0).getLast().data()).contains("\"code\":\"cancelled\"");
  }

  @Test
  void aFailureIsToldAsAProblem() {
    job(() -> {}).failed(ID, new ProblemException(ErrorCode.INTERNAL, "The work failed."));
    assertThat(stored().status()).isEqualTo(ReportStatus.FAILED);
    assertThat(stored().failure().code()).isEqualTo("internal");
    assertThat(store.events(ID, 0).getLast().data())
        .contains("\"status\":500", "\"detail\":\"The work failed.\"");
  }

  @Test
  void aFinishedReportIsDeletedWithItsEvents() {
    assertThat(deleted()).as("still queued").isFalse();
    job(() -> {}).run(ID, new Cancellation());
    assertThat(deleted()).isTrue();
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.events(ID, 0)).isEmpty();
  }
}
