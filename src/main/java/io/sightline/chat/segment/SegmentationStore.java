package io.sightline.chat.segment;

import io.sightline.report.document.ReportJson;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Segmentations in the database. Thread-safe. */
@Singleton
final class SegmentationStore {
  private final Jdbi jdbi;

  SegmentationStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  static void add(Handle transaction, Segmentation s) {
    transaction
        .createUpdate(
            "insert into segmentation (id, study_id, created_at, document)"
                + " values (:id, :study, :at, :document)")
        .bind("id", s.id())
        .bind("study", s.studyId())
        .bind("at", s.createdAt().atOffset(ZoneOffset.UTC))
        .bind("document", ReportJson.write(s))
        .execute();
  }

  /** Its JSON. */
  Optional<String> find(String id) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select document from segmentation where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
  }

  static boolean delete(Handle transaction, String id) {
    return transaction.execute("delete from segmentation where id = ?", id) > 0;
  }
}
