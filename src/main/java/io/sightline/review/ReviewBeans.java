package io.sightline.review;

import io.sightline.report.ReportService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Jdbi;

/** Puts the review feature together. */
final class ReviewBeans {

  @Produces
  @Singleton
  ReviewService reviews(ReportService reports, Jdbi jdbi) {
    return new ReviewService(reports, new ReviewHistory(jdbi), jdbi);
  }
}
