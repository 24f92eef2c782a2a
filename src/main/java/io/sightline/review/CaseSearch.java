package io.sightline.review;

import io.sightline.retrieval.Case;
import io.sightline.retrieval.CaseEmbedding;
import io.sightline.retrieval.CaseFilter;
import io.sightline.retrieval.CaseQuery;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/cases/search}.
 *
 * @param text words to look for in sentences
 * @param studyId stored study whose image is compared
 * @param k how many hits; null = 10
 */
public record CaseSearch(
    @Nullable String text, @Nullable String studyId, @Nullable Integer k, @Nullable Filter filter) {
  private static final int DEFAULT_K = 10;

  /**
   * Parts that are not given ask for nothing.
   *
   * @param label id of a finding that has to be there
   * @param ownSite only cases that were made on this server's site, whatever {@code site} says
   * @param synthetic false: no example cases; true: nothing else
   * @param samePatient also the study itself and its patient's others, which stay out otherwise
   */
  public record Filter(
      @Nullable String modality,
      @Nullable String sequence,
      @Nullable String label,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String site,
      @Nullable Boolean ownSite,
      @Nullable Boolean synthetic,
      @Nullable Boolean samePatient) {
    static final Filter NONE = new Filter(null, null, null, null, null, null, null, null, null);

    CaseFilter caseFilter(String own) {
      String where = Boolean.TRUE.equals(ownSite) ? own : site;
      String made = Boolean.TRUE.equals(synthetic) ? Case.EXAMPLE_SITE : where;
      String not = Boolean.FALSE.equals(synthetic) ? Case.EXAMPLE_SITE : null;
      return new CaseFilter(modality, sequence, label, from, to, made, not, null, null);
    }
  }

  /**
   * @throws ProblemException {@code bad_request}, {@code too_large}
   */
  void check() {
    if (words() == null && studyId == null) {
      throw bad("Say what to look for: \"text\", \"studyId\" or both.");
    }
    if (k != null && (k < 1 || k > CaseQuery.MOST)) {
      throw bad("\"k\" must be between 1 and " + CaseQuery.MOST + ".");
    }
    if (text != null && text.length() > CaseQuery.LONGEST_TEXT) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE,
          "\"text\" may have " + CaseQuery.LONGEST_TEXT + " characters at most.");
    }
  }

  private @Nullable String words() {
    return text == null || text.isBlank() ? null : text;
  }

  /**
   * @param image of the study, or null without one
   * @param patient of the study, or null when unknown
   * @param own name of this server's site
   */
  CaseQuery query(@Nullable CaseEmbedding image, @Nullable String patient, String own) {
    Filter f = filter == null ? Filter.NONE : filter;
    CaseFilter asked = f.caseFilter(own);
    boolean all = studyId == null || Boolean.TRUE.equals(f.samePatient());
    return new CaseQuery(
        image, words(), all ? asked : asked.without(studyId, patient), k == null ? DEFAULT_K : k);
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(ErrorCode.BAD_REQUEST, detail);
  }
}
