package io.sightline.retrieval;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which cases may be found; a part that is null asks for nothing.
 *
 * @param sequence label of a sequence that was read
 * @param label id of a finding that the reader said is there
 * @param from first day
 * @param to last day
 * @param notSite cases of this site stay out
 * @param notStudy the study that is compared itself
 * @param notPatient whose other studies stay out
 */
public record CaseFilter(
    @Nullable String modality,
    @Nullable String sequence,
    @Nullable String label,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable String site,
    @Nullable String notSite,
    @Nullable String notStudy,
    @Nullable String notPatient) {
  public static final CaseFilter ALL =
      new CaseFilter(null, null, null, null, null, null, null, null, null);

  /** With every site but those that {@code site} leaves out. */
  public CaseFilter(
      @Nullable String modality,
      @Nullable String sequence,
      @Nullable String label,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String site,
      @Nullable String notStudy,
      @Nullable String notPatient) {
    this(modality, sequence, label, from, to, site, null, notStudy, notPatient);
  }

  /** The same without a study and its patient's other studies. */
  public CaseFilter without(String studyId, @Nullable String patient) {
    return new CaseFilter(modality, sequence, label, from, to, site, notSite, studyId, patient);
  }
}
