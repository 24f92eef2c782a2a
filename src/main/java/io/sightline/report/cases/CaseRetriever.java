package io.sightline.report.cases;

import io.sightline.bundle.Bundle;
import io.sightline.report.document.RouteStep;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseHit;
import io.sightline.retrieval.CaseQuery;
import io.sightline.study.Studies;
import io.sightline.vision.Encoding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks up the cases most like a study by its image (the draft has no words yet). A report never
 * fails for want of them. Thread-safe; blocking.
 */
public final class CaseRetriever {
  private static final Logger LOG = Logger.getLogger(CaseRetriever.class);
  private static final String STEP = "retrieval";

  /** As in GSCo. */
  static final int TOP = 10;

  private final CaseBase cases;
  private final Studies studies;
  private final Lexicon lexicon;

  public CaseRetriever(CaseBase cases, Studies studies, Lexicon lexicon) {
    this.cases = cases;
    this.studies = studies;
    this.lexicon = lexicon;
  }

  /** What was found, and the line in the report's route that says so or why not. */
  public record Outcome(SimilarCases cases, RouteStep step) {
    static Outcome skipped(String reason) {
      return new Outcome(SimilarCases.NONE, RouteStep.skip(STEP, reason));
    }
  }

  /** Looks among the cases of other patients. */
  public Outcome retrieve(String studyId, Bundle bundle, Encoding encoding, LesionHead head) {
    return retrieve(studyId, bundle, encoding, head, TOP);
  }

  /**
   * The same.
   *
   * @param k how many cases at most
   */
  public Outcome retrieve(
      String studyId, Bundle bundle, Encoding encoding, LesionHead head, int k) {
    try {
      long start = System.nanoTime();
      long all = cases.size();
      if (all == 0) {
        return Outcome.skipped("there are no cases");
      }
      Optional<CaseEmbedding> query = StudyEmbedder.of(bundle, encoding);
      if (query.isEmpty()) {
        return Outcome.skipped("the bundle gives no image embedding");
      }
      List<CaseHit> hits = search(studyId, query.get(), k);
      if (hits.isEmpty()) {
        return Outcome.skipped(
            "none of %d cases is of another patient and embedded by this bundle".formatted(all));
      }
      List<Case> found = hits.stream().map(CaseHit::value).toList();
      SimilarCases similar = new SimilarCases(hits, VotingPrior.of(found, lexicon, head));
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return new Outcome(similar, RouteStep.run(STEP, reason(hits, all, query.get()), ms));
    } catch (RuntimeException e) {
      LOG.error("No cases for study " + studyId, e);
      return Outcome.skipped("the case index failed; the server's log says why");
    }
  }

  private List<CaseHit> search(String studyId, CaseEmbedding query, int k) {
    CaseFilter others = CaseFilter.ALL.without(studyId, studies.patient(studyId).orElse(null));
    return cases.search(new CaseQuery(query, null, others, k));
  }

  private static String reason(List<CaseHit> hits, long all, CaseEmbedding query) {
    return String.format(
        Locale.ROOT,
        "the %d most similar of %d cases by %s",
        hits.size(),
        all,
        query.space().source());
  }
}
