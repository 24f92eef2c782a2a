package io.sightline.report;

import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import io.sightline.report.document.ReportStatus;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reports, their events and the names of their masks in the database. Thread-safe. */
final class ReportStore {
  private final Jdbi jdbi;

  ReportStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Stores a new report in the caller's transaction. */
  static void create(Handle transaction, Report report) {
    transaction
        .createUpdate(
            "insert into report (id, study_id, status, version, created_at, document)"
                + " values (:id, :study, :status, 1, :at, :document)")
        .bind("id", report.id())
        .bind("study", report.studyId())
        .bind("status", report.status().word())
        .bind("at", report.createdAt().atOffset(ZoneOffset.UTC))
        .bind("document", ReportJson.write(report))
        .execute();
  }

  Optional<StoredReport> find(String id) {
    return jdbi.withHandle(handle -> find(handle, id, ""));
  }

  /** Newest first. */
  List<StoredReport> list(int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select document, version from report order by created_at desc, id limit :n")
                .bind("n", limit)
                .map((row, _) -> stored(row))
                .list());
  }

  /**
   * Changes a report that is not final; a final one stays as it is.
   *
   * @param events told in the same transaction
   * @return whether it was changed
   */
  boolean update(String id, UnaryOperator<Report> change, List<Told> events) {
    return jdbi.inTransaction(handle -> update(handle, id, change, events));
  }

  static boolean update(
      Handle transaction, String id, UnaryOperator<Report> change, List<Told> events) {
    Optional<StoredReport> found = find(transaction, id, " for update");
    if (found.isEmpty() || found.get().report().status().isFinal()) {
      return false;
    }
    write(transaction, change.apply(found.get().report()));
    events.forEach(e -> tell(transaction, id, e));
    return true;
  }

  /**
   * Changes a report in any state, within the caller's transaction; its row stays locked until that
   * ends.
   *
   * @param change may throw to leave everything as it is
   */
  static Optional<StoredReport> revise(
      Handle transaction, String id, Function<StoredReport, Report> change) {
    Optional<StoredReport> found = find(transaction, id, " for update");
    if (found.isEmpty()) {
      return found;
    }
    Report next = change.apply(found.get());
    write(transaction, next);
    return Optional.of(new StoredReport(next, found.get().version() + 1));
  }

  private static void write(Handle transaction, Report next) {
    transaction
        .createUpdate(
            "update report set document = :document, status = :status, version = version + 1"
                + " where id = :id")
        .bind("document", ReportJson.write(next))
        .bind("status", next.status().word())
        .bind("id", next.id())
        .execute();
  }

  /** Something to tell subscribers. */
  record Told(String type, Object data) {}

  void tell(String id, Told event) {
    jdbi.useTransaction(handle -> tell(handle, id, event));
  }

  private static void tell(Handle transaction, String id, Told event) {
    transaction
        .createUpdate(
            "insert into report_event (report_id, number, type, data) select :id,"
                + " coalesce(max(number), 0) + 1, :type, :data from report_event"
                + " where report_id = :id")
        .bind("id", id)
        .bind("type", event.type())
        .bind("data", ReportJson.write(event.data()))
        .execute();
  }

  /**
   * Begins an attempt: the events of an earlier one are dropped and their numbers never used again.
   */
  Optional<Report> begin(String id) {
    return jdbi.inTransaction(
        handle -> {
          boolean begun =
              update(
                  handle,
                  id,
                  r -> r.toBuilder().status(ReportStatus.RUNNING).attempt(r.attempt() + 1).build(),
                  List.of());
          if (!begun) {
            return Optional.empty();
          }
          Report report = find(handle, id, "").orElseThrow().report();
          if (report.attempt() > 1) {
            tell(handle, id, new Told("restart", java.util.Map.of("attempt", report.attempt())));
            handle.execute(
                "delete from report_event where report_id = ? and number <"
                    + " (select max(number) from report_event where report_id = ?)",
                id,
                id);
          }
          return Optional.of(report);
        });
  }

  List<ReportEvent> events(String id, long after) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select number, type, data from report_event where report_id = :id and number"
                        + " > :after order by number")
                .bind("id", id)
                .bind("after", after)
                .map(
                    (row, _) ->
                        new ReportEvent(
                            row.getLong("number"), row.getString("type"), row.getString("data")))
                .list());
  }

  static void mask(Handle transaction, String id, String regionId, String sha256) {
    transaction.execute(
        "insert into report_mask (report_id, region_id, sha256) values (?, ?, ?)",
        id,
        regionId,
        sha256);
  }

  Optional<String> mask(String id, String regionId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select sha256 from report_mask where report_id = :id and region_id = :region")
                .bind("id", id)
                .bind("region", regionId)
                .mapTo(String.class)
                .findOne());
  }

  /** Deletes a final report in the caller's transaction; whether there was one. */
  static boolean delete(Handle transaction, String id) {
    return transaction.execute(
            "delete from report where id = ? and status not in ('queued', 'running')", id)
        > 0;
  }

  private static Optional<StoredReport> find(Handle handle, String id, String lock) {
    return handle
        .createQuery("select document, version from report where id = :id" + lock)
        .bind("id", id)
        .map((row, _) -> stored(row))
        .findOne();
  }

  private static StoredReport stored(java.sql.ResultSet row) throws java.sql.SQLException {
    return new StoredReport(ReportJson.read(row.getString("document")), row.getLong("version"));
  }
}
