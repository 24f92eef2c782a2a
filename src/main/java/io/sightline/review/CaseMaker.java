package io.sightline.review;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.InputRef;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.Section;
import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseLabel;
import io.sightline.retrieval.CaseSentence;
import io.sightline.study.Series;
import io.sightline.study.Studies;
import io.sightline.study.Study;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a case from a report: the words that its reader let stand, and the labels that the lexicon
 * reads in them. Thread-safe.
 */
final class CaseMaker {
  private final Studies studies;
  private final ClaimExtractor claims;
  private final String site;

  /**
   * @param site of every case made here
   */
  CaseMaker(Studies studies, ClaimExtractor claims, String site) {
    this.studies = studies;
    this.claims = claims;
    if (site.equals(Case.EXAMPLE_SITE)) {
      throw new IllegalStateException(
          "sightline.cases.site is \"example\", the site of synthetic cases: name it otherwise.");
    }
    this.site = site;
  }

  /** Site of every case made here. */
  String site() {
    return site;
  }

  /** Empty when no sentence stands. */
  Optional<Case> make(Report report, @Nullable CaseEmbedding embedding, Instant now) {
    List<CaseSentence> sentences = sentences(report);
    if (sentences.isEmpty()) {
      return Optional.empty();
    }
    Optional<Study> study = studies.find(report.studyId());
    return Optional.of(
        new Case(
            report.id(),
            report.studyId(),
            studies.patient(report.studyId()).orElse(null),
            report.id(),
            site,
            provenance(report),
            modality(study, report),
            report.inputs().stream().map(InputRef::sequence).distinct().toList(),
            study
                .flatMap(CaseMaker::date)
                .orElse(LocalDate.ofInstant(report.createdAt(), ZoneOffset.UTC)),
            now,
            labels(sentences),
            sentences,
            embedding));
  }

  private static List<CaseSentence> sentences(Report report) {
    List<CaseSentence> out = new ArrayList<>();
    for (Section section : report.sections()) {
      section.sentences().stream()
          .flatMap(id -> report.sentence(id).stream())
          .filter(s -> !s.review().isRejected())
          .forEach(s -> out.add(new CaseSentence(section.name(), s.words())));
    }
    return out;
  }

  private List<CaseLabel> labels(List<CaseSentence> sentences) {
    return sentences.stream()
        .flatMap(s -> claims.claims(s.text()).stream())
        .map(CaseMaker::label)
        .distinct()
        .toList();
  }

  private static CaseLabel label(Claim c) {
    return new CaseLabel(c.finding(), c.presence().word(), c.laterality().word(), c.site());
  }

  private static String provenance(Report report) {
    String drafted = "drafted by " + report.bundle().id() + " " + report.bundle().version();
    return report.status() == ReportStatus.SIGNED
        ? "report signed here, " + drafted
        : "unsigned report, " + drafted;
  }

  private static String modality(Optional<Study> study, Report report) {
    List<String> read = report.inputs().stream().map(InputRef::series).toList();
    return study.stream()
        .flatMap(s -> s.series().stream())
        .filter(s -> read.contains(s.uid()))
        .map(Series::modality)
        .findFirst()
        .orElse("OT");
  }

  /** A date as DICOM writes it (DA, PS3.5 6.2); empty when there is none that can be read. */
  private static Optional<LocalDate> date(Study study) {
    try {
      return study.date() == null
          ? Optional.empty()
          : Optional.of(LocalDate.parse(study.date().strip(), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
