package io.sightline.study;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code study}, {@code series} and {@code instance}; every call is in a transaction of
 * the caller's.
 */
final class StudyRepository {
  private StudyRepository() {}

  static Optional<StudyRow> study(Handle handle, String id) {
    return handle
        .createQuery("select * from study where id = :id")
        .bind("id", id)
        .map((row, context) -> studyRow(row))
        .findOne();
  }

  /** Newest first; those after {@code cursor}, or from the start when it is empty. */
  static List<StudyRow> page(Handle handle, Optional<PageCursor> cursor, int limit) {
    String after =
        cursor.isPresent() ? "where received_at < :at or received_at = :at and id > :id " : "";
    var query =
        handle
            .createQuery(
                "select * from study " + after + "order by received_at desc, id limit :limit")
            .bind("limit", limit);
    cursor.ifPresent(c -> query.bind("at", utc(c.receivedAt())).bind("id", c.id()));
    return query.map((row, context) -> studyRow(row)).list();
  }

  static List<StoredSeries> series(Handle handle, String studyId) {
    return handle
        .createQuery("select document from series where study_id = :id order by uid")
        .bind("id", studyId)
        .mapTo(String.class)
        .map(Json::series)
        .list();
  }

  static Optional<StoredSeries> series(Handle handle, String studyId, String uid) {
    return handle
        .createQuery("select document from series where study_id = :id and uid = :uid")
        .bind("id", studyId)
        .bind("uid", uid)
        .mapTo(String.class)
        .map(Json::series)
        .findOne();
  }

  static List<StoredInstance> instances(Handle handle, String studyId, String seriesUid) {
    return handle
        .createQuery("select * from instance where study_id = :id and series_uid = :uid")
        .bind("id", studyId)
        .bind("uid", seriesUid)
        .map((row, context) -> instance(row))
        .list();
  }

  static Optional<StoredInstance> instance(Handle handle, String uid) {
    return handle
        .createQuery("select * from instance where uid = :uid")
        .bind("uid", uid)
        .map((row, context) -> instance(row))
        .findOne();
  }

  static void write(Handle handle, StudyRow study) {
    handle.execute(
        "merge into study (id, description, study_date, patient_hash, received_at, warnings)"
            + " key (id) values (?, ?, ?, ?, ?, ?)",
        study.id(),
        study.description(),
        study.date(),
        study.patientHash(),
        utc(study.receivedAt()),
        Json.write(study.warnings()));
  }

  static void write(Handle handle, String studyId, StoredSeries series) {
    handle.execute(
        "merge into series (study_id, uid, document) key (study_id, uid) values (?, ?, ?)",
        studyId,
        series.series().uid(),
        Json.write(series));
  }

  static void write(Handle handle, Collection<StoredInstance> instances) {
    var batch =
        handle.prepareBatch(
            "insert into instance (uid, study_id, series_uid, kind, content_hash, sha256)"
                + " values (?, ?, ?, ?, ?, ?)");
    for (StoredInstance i : instances) {
      batch.add(i.uid(), i.studyId(), i.seriesUid(), i.kind(), i.contentHash(), i.sha256());
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  /** True when there was such a study; its series and instances go with it. */
  static boolean delete(Handle handle, String studyId) {
    return handle.execute("delete from study where id = ?", studyId) > 0;
  }

  private static StudyRow studyRow(ResultSet row) throws SQLException {
    return new StudyRow(
        row.getString("id"),
        row.getString("description"),
        row.getString("study_date"),
        row.getString("patient_hash"),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        Json.warnings(row.getString("warnings")));
  }

  private static StoredInstance instance(ResultSet row) throws SQLException {
    return new StoredInstance(
        row.getString("uid"),
        row.getString("study_id"),
        row.getString("series_uid"),
        row.getString("kind"),
        row.getString("content_hash"),
        row.getString("sha256"));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
