package io.sightline.review;

import io.sightline.report.document.ReportJson;
import io.sightline.report.document.Sentence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The table {@code review_change}: rows are only ever added, in the transaction of the change
 * itself, and go with their report. Thread-safe.
 */
final class ReviewHistory {
  private final Jdbi jdbi;

  ReviewHistory(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** In order. */
  List<Change> of(String reportId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select * from review_change where report_id = :id order by number")
                .bind("id", reportId)
                .map((row, _) -> change(row))
                .list());
  }

  /** A sentence's review; the report's row is locked by the caller. */
  static void reviewed(Handle transaction, String reportId, Sentence before, Sentence after) {
    add(
        transaction,
        reportId,
        after.review().action(),
        String.valueOf(after.review().by()),
        Instant.parse(String.valueOf(after.review().at())),
        after.id(),
        state(before),
        state(after),
        after.review().note());
  }

  static void signed(Handle transaction, String reportId, Reader by, Instant at) {
    add(
        transaction,
        reportId,
        "sign",
        by.name(),
        at,
        null,
        Map.of("status", "draft"),
        Map.of("status", "signed"),
        null);
  }

  private static Map<String, Object> state(Sentence s) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("action", s.review().action());
    state.put("text", s.words());
    return state;
  }

  private static void add(
      Handle transaction,
      String reportId,
      String action,
      String by,
      Instant at,
      @org.jspecify.annotations.Nullable String sentence,
      Map<String, Object> before,
      Map<String, Object> after,
      @org.jspecify.annotations.Nullable String note) {
    transaction
        .createUpdate(
            "insert into review_change (report_id, number, changed_at, changed_by, action,"
                + " sentence_id, before_state, after_state, note) select :report,"
                + " coalesce(max(number), 0) + 1, :at, :by, :action, :sentence, :before, :after,"
                + " :note from review_change where report_id = :report")
        .bind("report", reportId)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bind("by", by)
        .bind("action", action)
        .bind("sentence", sentence)
        .bind("before", ReportJson.write(before))
        .bind("after", ReportJson.write(after))
        .bind("note", note)
        .execute();
  }

  private static Change change(ResultSet row) throws SQLException {
    return new Change(
        row.getLong("number"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getString("changed_by"),
        row.getString("action"),
        row.getString("sentence_id"),
        row.getString("before_state"),
        row.getString("after_state"),
        row.getString("note"));
  }
}
