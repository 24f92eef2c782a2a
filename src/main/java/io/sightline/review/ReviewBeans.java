package io.sightline.review;

import io.sightline.report.ReportService;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseEmbedder;
import io.sightline.study.Studies;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/** Puts the review feature together. */
final class ReviewBeans {

  @Produces
  @Singleton
  CaseService cases(
      CaseBase cases,
      CaseEmbedder embedder,
      ReportService reports,
      Studies studies,
      ClaimExtractor claims,
      Lexicon lexicon,
      @ConfigProperty(name = "sightline.cases.site", defaultValue = "local") String site) {
    CaseMaker maker = new CaseMaker(studies, claims, site);
    TrackMaker track = new TrackMaker(claims, lexicon);
    return new CaseService(cases, embedder, maker, track, reports, studies);
  }

  @Produces
  @Singleton
  ReviewService reviews(ReportService reports, CaseService cases, Jdbi jdbi) {
    return new ReviewService(reports, cases, new ReviewHistory(jdbi), jdbi);
  }
}
