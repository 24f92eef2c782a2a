package io.sightline.retrieval;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The table {@code prior_case}: the truth about cases. Thread-safe. */
final class CaseStore {
  private static final String INSERT =
      "insert into prior_case (id, study_id, revision, document, embedding_bundle,"
          + " embedding_sha256, embedding_source, embedding) values (:id, :study, :revision,"
          + " :document, :bundle, :sha256, :source, :vector)";
  private static final String UPDATE =
      "update prior_case set study_id = :study, revision = :revision, document = :document,"
          + " embedding_bundle = :bundle, embedding_sha256 = :sha256, embedding_source = :source,"
          + " embedding = :vector where id = :id";

  private final Jdbi jdbi;

  CaseStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * What a write did.
   *
   * @param replaced ids of the cases that made room: the same id, or the same study
   */
  record Written(StoredCase stored, List<String> replaced) {}

  /**
   * Adds a case in the caller's transaction; it takes the place of an earlier one of its study. The
   * same case is changed in place, so that what hangs on its row stays.
   */
  static Written write(Handle transaction, Case c) {
    List<String> replaced =
        transaction
            .createQuery("select id from prior_case where id = :id or study_id = :study for update")
            .bind("id", c.id())
            .bind("study", c.studyId())
            .mapTo(String.class)
            .list();
    replaced.stream().filter(id -> !id.equals(c.id())).forEach(id -> delete(transaction, id));
    long revision =
        transaction.createQuery("select next value for case_revision").mapTo(Long.class).one();
    CaseEmbedding e = c.embedding();
    transaction
        .createUpdate(replaced.contains(c.id()) ? UPDATE : INSERT)
        .bind("id", c.id())
        .bind("study", c.studyId())
        .bind("revision", revision)
        .bind("document", CaseJson.write(c))
        .bind("bundle", e == null ? null : e.space().bundle())
        .bind("sha256", e == null ? null : e.space().sha256())
        .bind("source", e == null ? null : e.space().source())
        .bind("vector", e == null ? null : bytes(e.vector()))
        .execute();
    return new Written(new StoredCase(c, revision), replaced);
  }

  static boolean delete(Handle transaction, String id) {
    return transaction.execute("delete from prior_case where id = ?", id) > 0;
  }

  Optional<StoredCase> find(String id) {
    return jdbi.withHandle(h -> find(h, id));
  }

  static Optional<StoredCase> find(Handle handle, String id) {
    return handle
        .createQuery("select * from prior_case where id = :id")
        .bind("id", id)
        .map((row, _) -> stored(row))
        .findOne();
  }

  Optional<StoredCase> ofStudy(String studyId) {
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from prior_case where study_id = :id")
                .bind("id", studyId)
                .map((row, _) -> stored(row))
                .findOne());
  }

  /** Those that are there, by id. */
  Map<String, StoredCase> find(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(
        h ->
            h.createQuery("select * from prior_case where id in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map((row, _) -> stored(row))
                .collect(Collectors.toMap(s -> s.value().id(), s -> s)));
  }

  /**
   * Last changed first.
   *
   * @param before revision where the page before ended
   */
  List<StoredCase> page(long before, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "select * from prior_case where revision < :before order by revision desc"
                        + " limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, _) -> stored(row))
                .list());
  }

  /** Id and revision of every case. */
  Map<String, Long> revisions() {
    return jdbi.withHandle(
        h ->
            h.createQuery("select id, revision from prior_case")
                .map((row, _) -> Map.entry(row.getString("id"), row.getLong("revision")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  long count() {
    return jdbi.withHandle(
        h -> h.createQuery("select count(*) from prior_case").mapTo(Long.class).one());
  }

  private static StoredCase stored(ResultSet row) throws SQLException {
    Case c = CaseJson.read(row.getString("document"));
    return new StoredCase(c.embedded(embedding(row)), row.getLong("revision"));
  }

  private static @Nullable CaseEmbedding embedding(ResultSet row) throws SQLException {
    byte[] vector = row.getBytes("embedding");
    if (vector == null) {
      return null;
    }
    EmbeddingSpace space =
        new EmbeddingSpace(
            row.getString("embedding_bundle"),
            row.getString("embedding_sha256"),
            row.getString("embedding_source"));
    return new CaseEmbedding(space, floats(vector));
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer out =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(vector);
    return out.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] out = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
    return out;
  }
}
