package io.sightline.review;

import io.sightline.report.ReportService;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseBase.Kept;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.StoredCase;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.study.Studies;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Cases as clients meet them. Thread-safe; every call blocks, those that embed for seconds. */
final class CaseService {
  private static final Logger LOG = Logger.getLogger(CaseService.class);

  private final CaseBase cases;
  private final CaseEmbedder embedder;
  private final CaseMaker maker;
  private final TrackMaker track;
  private final ReportService reports;
  private final Studies studies;

  CaseService(
      CaseBase cases,
      CaseEmbedder embedder,
      CaseMaker maker,
      TrackMaker track,
      ReportService reports,
      Studies studies) {
    this.cases = cases;
    this.embedder = embedder;
    this.maker = maker;
    this.track = track;
    this.reports = reports;
    this.studies = studies;
  }

  /**
   * Keeps a finished report as a case; it takes the place of an earlier case of its study.
   *
   * @throws ProblemException {@code not_found}, {@code conflict} when the report is not finished or
   *     says nothing
   */
  Case add(String reportId) {
    Report before = finished(reports.get(reportId).report());
    CaseEmbedding embedding = embedding(before.studyId());
    return cases.keep(
        _ -> {
          Report now = finished(reports.get(reportId).report());
          Case made =
              maker
                  .make(now, embedding, ReviewService.now())
                  .orElseThrow(
                      () ->
                          new ProblemException(
                              ErrorCode.CONFLICT, "No sentence of the report stands."));
          return new Kept<>(made, made, track.make(now));
        });
  }

  /**
   * Signs, and keeps what was signed as a case, with what became of the specialists' words, in the
   * same transaction.
   *
   * @param sign changes the report; may throw
   */
  <T> T adding(String studyId, Function<Handle, T> sign, Function<T, Report> report) {
    CaseEmbedding embedding = embedding(studyId);
    return cases.keep(
        transaction -> {
          T done = sign.apply(transaction);
          Report signed = report.apply(done);
          return new Kept<>(
              done,
              maker.make(signed, embedding, ReviewService.now()).orElse(null),
              track.make(signed));
        });
  }

  /** Without one only words find the case; the next start tries again. */
  private @Nullable CaseEmbedding embedding(String studyId) {
    try {
      return embedder.embed(studyId).orElse(null);
    } catch (RuntimeException e) {
      LOG.warnf(e, "Study %s could not be embedded", studyId);
      return null;
    }
  }

  private static Report finished(Report report) {
    if (report.status() != ReportStatus.DRAFT && report.status() != ReportStatus.SIGNED) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "The report is %s; only a draft or a signed report can be a case."
              .formatted(report.status().word()));
    }
    return report;
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  Case get(String id) {
    return cases.find(id).orElseThrow(() -> notFound("There is no case " + id + "."));
  }

  /**
   * @throws ProblemException {@code not_found}
   */
  void remove(String id) {
    if (!cases.remove(id)) {
      throw notFound("There is no case " + id + ".");
    }
  }

  List<StoredCase> page(long before, int limit) {
    return cases.page(before, limit);
  }

  /**
   * @throws ProblemException {@code bad_request}, {@code too_large}, {@code not_found}, {@code
   *     out_of_scope}, {@code no_bundle}
   */
  List<CaseHit> search(CaseSearch search) {
    search.check();
    String studyId = search.studyId();
    CaseEmbedding image = studyId == null ? null : queryEmbedding(studyId);
    String patient = studyId == null ? null : studies.patient(studyId).orElse(null);
    return cases.search(search.query(image, patient, maker.site()));
  }

  private CaseEmbedding queryEmbedding(String studyId) {
    if (embedder.space().isEmpty()) {
      throw new ProblemException(
          ErrorCode.NO_BUNDLE, "No bundle that embeds images is ready; GET /api/bundles says why.");
    }
    Optional<CaseEmbedding> kept =
        cases
            .ofStudy(studyId)
            .map(Case::embedding)
            .filter(e -> Optional.of(e.space()).equals(embedder.space()));
    if (kept.isPresent()) {
      return kept.get();
    }
    if (studies.find(studyId).isEmpty()) {
      throw notFound("There is no study " + studyId + ".");
    }
    return embedder
        .embed(studyId)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.OUT_OF_SCOPE, "The bundle cannot embed this study."));
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(ErrorCode.NOT_FOUND, detail);
  }
}
