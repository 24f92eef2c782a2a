package io.sightline.review;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.track.ReaderComparison;
import io.sightline.report.track.SaidEvidence;
import io.sightline.report.track.SaidEvidence.Said;
import io.sightline.report.track.Statement;
import io.sightline.retrieval.TrackEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the track record of a signed report: for each finding that a specialist spoke of and the
 * signed text speaks of too, whether they say the same. Thread-safe.
 */
final class TrackMaker {
  private final ClaimExtractor claims;
  private final ReaderComparison comparison;

  TrackMaker(ClaimExtractor claims, Lexicon lexicon) {
    this.claims = claims;
    this.comparison = new ReaderComparison(lexicon);
  }

  /** Empty while the report is not signed: nobody has judged yet. */
  List<TrackEntry> make(Report report) {
    if (report.status() != ReportStatus.SIGNED) {
      return List.of();
    }
    List<Claim> read =
        report.sentences().stream()
            .filter(s -> !s.review().isRejected())
            .flatMap(s -> claims.claims(s.words()).stream())
            .toList();
    List<TrackEntry> out = new ArrayList<>();
    report.evidence().stream()
        .flatMap(e -> SaidEvidence.read(e).stream())
        .forEach(said -> out.addAll(judged(report.id(), said, read)));
    return out;
  }

  private List<TrackEntry> judged(String id, Said said, List<Claim> read) {
    List<TrackEntry> out = new ArrayList<>();
    for (Statement s : said.says()) {
      Optional<Boolean> agreed = comparison.agrees(s, read);
      agreed.ifPresent(
          a -> out.add(new TrackEntry(id, said.specialist(), said.sha256(), s.finding(), a)));
    }
    return out;
  }
}
