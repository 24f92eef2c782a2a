package io.sightline.retrieval;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prior study that later ones are compared with.
 *
 * @param id names the case; that of its report when it was made from one
 * @param studyId StudyInstanceUID; a study has one case at most
 * @param patient hash that two studies of one patient share, or null when unknown
 * @param reportId the report it was made from, or null
 * @param site where it was read; see {@code sightline.cases.site}
 * @param provenance in words: who read it, or what made it up
 * @param modality DICOM Modality
 * @param sequences labels of the sequences that were read
 * @param date of the study, or of the case when the study has none
 * @param embedding null when the study could not be embedded: then only words find the case
 */
public record Case(
    String id,
    String studyId,
    @Nullable String patient,
    @Nullable String reportId,
    String site,
    String provenance,
    String modality,
    List<String> sequences,
    LocalDate date,
    Instant addedAt,
    List<CaseLabel> labels,
    List<CaseSentence> sentences,
    @Nullable CaseEmbedding embedding) {
  /** Site of example cases, which a generator made up. */
  public static final String EXAMPLE_SITE = "example";

  public Case {
    sequences = List.copyOf(sequences);
    labels = List.copyOf(labels);
    sentences = List.copyOf(sentences);
  }

  /** Whether a generator made it up: it is shown wherever the case is. */
  public boolean synthetic() {
    return site.equals(EXAMPLE_SITE);
  }

  /** Whether the reader said that a finding is there. */
  public boolean shows(String finding) {
    return says(finding, "present");
  }

  /** Whether the reader said this of a finding. */
  public boolean says(String finding, String presence) {
    return labels.stream()
        .anyMatch(l -> l.finding().equals(finding) && l.presence().equals(presence));
  }

  /** The same case with another embedding, or none. */
  public Case embedded(@Nullable CaseEmbedding other) {
    return new Case(
        id,
        studyId,
        patient,
        reportId,
        site,
        provenance,
        modality,
        sequences,
        date,
        addedAt,
        labels,
        sentences,
        other);
  }
}
