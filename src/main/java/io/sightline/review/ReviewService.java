package io.sightline.review;

import io.sightline.report.ReportService;
import io.sightline.report.StoredReport;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.Review;
import io.sightline.report.document.Sentence;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Changes of drafts by people. Each is one transaction that changes the report and writes the
 * history; of two clients that change the same state, one is told to read again. Thread-safe.
 */
public final class ReviewService {
  private final ReportService reports;
  private final CaseService cases;
  private final ReviewHistory history;
  private final Jdbi jdbi;

  ReviewService(ReportService reports, CaseService cases, ReviewHistory history, Jdbi jdbi) {
    this.reports = reports;
    this.cases = cases;
    this.history = history;
    this.jdbi = jdbi;
  }

  /**
   * @throws ProblemException {@code not_found}, {@code precondition_failed}, {@code signed}, {@code
   *     conflict} when there is no draft
   */
  StoredReport review(String id, String sentenceId, Review review, Precondition expected) {
    return jdbi.inTransaction(
        transaction ->
            reports.revise(
                transaction,
                id,
                stored -> {
                  expected.check(stored.etag());
                  return reviewed(transaction, draft(stored), sentenceId, review);
                }));
  }

  private static Report reviewed(Handle transaction, Report draft, String id, Review review) {
    Sentence before =
        draft
            .sentence(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND, "The report has no sentence " + id + "."));
    Sentence after = before.reviewed(review);
    ReviewHistory.reviewed(transaction, draft.id(), before, after);
    List<Sentence> all =
        draft.sentences().stream().map(s -> s.id().equals(id) ? after : s).toList();
    return draft.toBuilder().sentences(all).build();
  }

  /**
   * Makes a draft final and keeps it as a case.
   *
   * @throws ProblemException {@code pending_sentences} while there is one without a review, and as
   *     {@link #review}
   */
  StoredReport sign(String id, Reader by, Precondition expected) {
    StoredReport before = reports.get(id);
    signable(before, expected); // before the study is embedded for nothing
    return cases.adding(
        before.report().studyId(),
        transaction -> sign(transaction, id, by, expected),
        StoredReport::report);
  }

  private StoredReport sign(Handle transaction, String id, Reader by, Precondition expected) {
    return reports.revise(
        transaction,
        id,
        stored -> {
          Report draft = signable(stored, expected);
          ReviewHistory.signed(transaction, id, by, now());
          return draft.toBuilder().status(ReportStatus.SIGNED).build();
        });
  }

  private static Report signable(StoredReport stored, Precondition expected) {
    expected.check(stored.etag());
    Report draft = draft(stored);
    List<String> pending =
        draft.sentences().stream().filter(s -> s.review().isPending()).map(Sentence::id).toList();
    if (!pending.isEmpty()) {
      throw new ProblemException(
          ErrorCode.PENDING_SENTENCES,
          "These sentences wait for a review: " + String.join(", ", pending) + ".");
    }
    return draft;
  }

  /**
   * Every change of a report by people, in order.
   *
   * @throws ProblemException {@code not_found}
   */
  List<Change> history(String id) {
    reports.get(id);
    return history.of(id);
  }

  static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Report draft(StoredReport stored) {
    return switch (stored.report().status()) {
      case DRAFT -> stored.report();
      case SIGNED ->
          throw new ProblemException(
              ErrorCode.SIGNED, "The report is signed; nothing changes it any more.");
      default ->
          throw new ProblemException(
              ErrorCode.CONFLICT,
              "The report is %s; only a draft can be reviewed."
                  .formatted(stored.report().status().word()));
    };
  }
}
