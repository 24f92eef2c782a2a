package io.sightline.review;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseLabel;
import io.sightline.retrieval.CaseSentence;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A case as JSON: all but the vector itself and the patient's hash.
 *
 * @param synthetic a generator made it up
 * @param embedding null when only words find the case
 */
record CaseView(
    String id,
    String studyId,
    @Nullable String reportId,
    String site,
    boolean synthetic,
    String provenance,
    String modality,
    List<String> sequences,
    LocalDate date,
    Instant addedAt,
    List<CaseLabel> labels,
    List<CaseSentence> sentences,
    @Nullable EmbeddingView embedding) {

  /** Where an embedding comes from. */
  record EmbeddingView(String source, String bundle, String sha256, int dimension) {
    static @Nullable EmbeddingView of(@Nullable CaseEmbedding e) {
      return e == null
          ? null
          : new EmbeddingView(
              e.space().source(), e.space().bundle(), e.space().sha256(), e.vector().length);
    }
  }

  /** A case in an answer to a search. */
  record HitView(
      String id,
      double score,
      Map<String, CaseHit.Place> rankings,
      String studyId,
      String site,
      boolean synthetic,
      String modality,
      List<String> sequences,
      LocalDate date,
      List<CaseLabel> labels,
      List<CaseSentence> sentences) {
    static HitView of(CaseHit hit) {
      Case c = hit.value();
      return new HitView(
          c.id(),
          hit.score(),
          hit.rankings(),
          c.studyId(),
          c.site(),
          c.synthetic(),
          c.modality(),
          c.sequences(),
          c.date(),
          c.labels(),
          c.sentences());
    }
  }

  static CaseView of(Case c) {
    return new CaseView(
        c.id(),
        c.studyId(),
        c.reportId(),
        c.site(),
        c.synthetic(),
        c.provenance(),
        c.modality(),
        c.sequences(),
        c.date(),
        c.addedAt(),
        c.labels(),
        c.sentences(),
        EmbeddingView.of(c.embedding()));
  }
}
