package io.sightline.report.gather;

import io.sightline.bundle.Bundle;
import io.sightline.report.lexicon.EvidenceWord;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseBase;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.Match;
import io.sightline.retrieval.TrackRecord;
import io.sightline.routing.trust.Experience;
import io.sightline.routing.trust.TrustTable;
import io.sightline.study.Studies;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Trust learned from signed cases: from those nearest by image, or from all when the study has no
 * image embedding. Cases of the study itself, of its patient and made-up ones never count.
 */
public final class CaseTrust implements TrustSource {
  private static final Logger LOG = Logger.getLogger(CaseTrust.class);

  /** Cases looked at; those without a record of a specialist are passed over. */
  private static final int LOOK = 100;

  private final CaseBase cases;
  private final TrackRecord record;
  private final Studies studies;
  private final Lexicon lexicon;

  public CaseTrust(CaseBase cases, TrackRecord record, Studies studies, Lexicon lexicon) {
    this.cases = cases;
    this.record = record;
    this.studies = studies;
    this.lexicon = lexicon;
  }

  @Override
  public TrustTable of(StudyImage study, List<Bundle> specialists) {
    List<Bundle> finders = specialists.stream().filter(b -> b.manifest().tellsFindings()).toList();
    return finders.isEmpty() ? TrustTable.EMPTY : experience(study).trust(finders, this::name);
  }

  private Experience experience(StudyImage study) {
    try {
      String patient = studies.patient(study.studyId()).orElse(null);
      return study.embedding() == null
          ? Experience.overall(record.all(study.studyId(), patient))
          : similar(study, patient);
    } catch (RuntimeException e) {
      LOG.error("No signed case judges specialists for study " + study.studyId(), e);
      return Experience.NONE;
    }
  }

  private Experience similar(StudyImage study, @Nullable String patient) {
    CaseFilter others =
        new CaseFilter(null, null, null, null, null, null, Case.EXAMPLE_SITE, null, null)
            .without(study.studyId(), patient);
    List<Match> nearest =
        cases.nearest(java.util.Objects.requireNonNull(study.embedding()), others, LOOK);
    return Experience.similar(nearest, record.of(nearest.stream().map(Match::caseId).toList()));
  }

  /**
   * As prompts say it where they do; the specialist's manifest may know what the lexicon does not.
   */
  private String name(String finding) {
    return lexicon.finding(finding).map(CaseTrust::name).orElse(finding.replace('-', ' '));
  }

  private static String name(Finding f) {
    EvidenceWord word = f.evidence();
    return word == null ? f.name() : word.word();
  }
}
