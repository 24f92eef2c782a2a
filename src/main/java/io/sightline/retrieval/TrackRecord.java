package io.sightline.retrieval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code case_track}: how often readers agreed with specialists. It is written with its
 * case ({@link CaseBase#keep}) and goes with it. Thread-safe; every call blocks.
 */
public final class TrackRecord {
  private final Jdbi jdbi;

  public TrackRecord(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Makes these the rows of a case, whose own row is there; earlier ones go. */
  static void write(Handle transaction, Case of, List<TrackEntry> entries) {
    transaction.execute("delete from case_track where case_id = ?", of.id());
    for (TrackEntry e : entries) {
      transaction
          .createUpdate(
              "insert into case_track (case_id, study_id, patient, specialist, sha256, finding,"
                  + " agreed) values (:id, :study, :patient, :specialist, :sha256, :finding,"
                  + " :agreed)")
          .bind("id", of.id())
          .bind("study", of.studyId())
          .bind("patient", of.patient())
          .bind("specialist", e.specialist())
          .bind("sha256", e.sha256())
          .bind("finding", e.finding())
          .bind("agreed", e.agreed())
          .execute();
    }
  }

  /** Of some cases; those without a record, or that are gone, have no entry. */
  public List<TrackEntry> of(Collection<String> cases) {
    if (cases.isEmpty()) {
      return List.of();
    }
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from case_track where case_id in (<ids>) order by case_id,"
                        + " specialist, finding")
                .bindList("ids", List.copyOf(cases))
                .map((row, _) -> entry(row))
                .list());
  }

  /**
   * Of all cases but those of a study and of its patient.
   *
   * @param notPatient null when the patient is unknown
   */
  public List<TrackTally> all(String notStudy, @Nullable String notPatient) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select specialist, sha256, finding, sum(case when agreed then 1 else 0 end)"
                        + " as yes, count(*) as cases from case_track where study_id <> :study and"
                        + " (patient is null or patient <> :patient) group by"
                        + " specialist, sha256, finding order by specialist, sha256, finding")
                .bind("study", notStudy)
                .bind("patient", notPatient == null ? "" : notPatient) // no hash is empty
                .map((row, _) -> tally(row))
                .list());
  }

  private static TrackEntry entry(ResultSet row) throws SQLException {
    return new TrackEntry(
        row.getString("case_id"),
        row.getString("specialist"),
        row.getString("sha256"),
        row.getString("finding"),
        row.getBoolean("agreed"));
  }

  private static TrackTally tally(ResultSet row) throws SQLException {
    int agreed = row.getInt("yes");
    return new TrackTally(
        row.getString("specialist"),
        row.getString("sha256"),
        row.getString("finding"),
        agreed,
        row.getInt("cases") - agreed);
  }
}
