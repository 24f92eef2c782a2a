package io.sightline.report;

import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CasesLine;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.MeasuredLine;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.scope.ChosenVolumes;
import io.sightline.routing.RoutePlan;
import io.sightline.routing.trust.Trust;
import io.sightline.shared.Cancellation;
import io.sightline.study.Studies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The compact evidence for questions about a study. Only specialists whose labels show findings
 * run, within routing's time, and what they measured of an encoding is remembered as its line;
 * cases are asked anew for every question, so that one that was deleted is not heard of again.
 * Thread-safe; blocking.
 */
public final class StudyEvidence {
  private static final int KEPT = 32;

  private final Studies studies;
  private final Gatherer gatherer;
  private final CaseRetriever retriever;
  private final Lexicon lexicon;
  private final Map<String, String> measured =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };

  public StudyEvidence(
      Studies studies, Gatherer gatherer, CaseRetriever retriever, Lexicon lexicon) {
    this.studies = studies;
    this.gatherer = gatherer;
    this.retriever = retriever;
    this.lexicon = lexicon;
  }

  /**
   * In the form of {@link io.sightline.report.draft.PromptEvidence#compact}.
   *
   * @throws io.sightline.shared.ProblemException {@code cancelled}
   */
  public String compact(String studyId, StudyReading reading, Cancellation cancellation) {
    return measured(studyId, reading, cancellation) + cases(studyId, reading);
  }

  private String cases(String studyId, StudyReading r) {
    return CasesLine.of(
        retriever.retrieve(studyId, r.bundle(), r.encoding(), r.head()).cases(), lexicon);
  }

  private String measured(String studyId, StudyReading r, Cancellation cancellation) {
    RoutePlan plan = gatherer.planFindings(r.selection(), r.bundle().id(), r.image(studyId));
    String key = r.bundle().sha256() + r.encoding().key() + plan.toRun() + unheard(plan);
    synchronized (measured) {
      String known = measured.get(key);
      if (known != null) {
        return known;
      }
    }
    Gathered gathered = gather(plan, studyId, r, cancellation);
    String line =
        MeasuredLine.of(
            gathered.trusted(plan.trust()),
            HeadFound.of(r.bundle().manifest(), r.head(), lexicon),
            r.anatomy(),
            lexicon);
    if (gathered.warnings().isEmpty()) { // one that failed may do better next time
      synchronized (measured) {
        measured.put(key, line);
      }
    }
    return line;
  }

  /** Findings about which specialists are not trusted: another signed case may change them. */
  private static List<String> unheard(RoutePlan plan) {
    return plan.trust().specialists().stream()
        .flatMap(
            s ->
                s.findings().stream()
                    .filter(Trust::distrusted)
                    .map(t -> s.specialist() + " " + t.finding()))
        .toList();
  }

  private Gathered gather(
      RoutePlan plan, String studyId, StudyReading r, Cancellation cancellation) {
    return plan.toRun().isEmpty()
        ? Gathered.NOTHING
        : gatherer.run(
            plan, ChosenVolumes.of(studies, studyId, r.selection(), cancellation), cancellation);
  }
}
