package io.sightline.app.eval;

import io.sightline.report.document.ReportStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one case's report in one mode did.
 *
 * @param bundle id and version of the one that was asked; null when nothing came back
 * @param why a refusal's or failure's reason
 * @param outOfScope whether it should have been refused
 * @param truth ids of the findings that can be checked, and whether they are there
 * @param said those of them that were said to be there; a report that was refused says nothing
 * @param seconds what its stages took
 */
public record CaseScore(
    String name,
    ReportStatus status,
    @Nullable String bundle,
    @Nullable String why,
    boolean outOfScope,
    Map<String, Boolean> truth,
    Set<String> said,
    List<SentenceScore> sentences,
    double seconds) {
  public CaseScore {
    truth = Collections.unmodifiableMap(new LinkedHashMap<>(truth));
    said = Set.copyOf(said);
    sentences = List.copyOf(sentences);
  }

  boolean refused() {
    return status == ReportStatus.REFUSED;
  }

  /** Drafted where there is something to draft, else refused. */
  boolean asItShould() {
    return outOfScope ? refused() : drafted();
  }

  boolean drafted() {
    return status == ReportStatus.DRAFT || status == ReportStatus.SIGNED;
  }
}
