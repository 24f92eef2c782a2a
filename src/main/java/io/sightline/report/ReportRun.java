package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.SimilarCases;
import io.sightline.report.document.Refusal;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.RouteStep;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.gather.Agreement;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.MeasuredLine;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.ground.Grounder;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.scope.Selection;
import io.sightline.report.verify.CaseFacts;
import io.sightline.report.verify.Verified;
import io.sightline.routing.RoutePlan;
import io.sightline.routing.trust.TrustTable;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import io.sightline.vision.Encoding;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The work on one report: used once, by one thread. */
final class ReportRun {
  private final ReportStages stages;
  private final Bundle bundle;
  private final ReportListener listener;
  private final Cancellation cancellation;
  private final EvidenceBook evidence = new EvidenceBook();
  private final List<RouteStep> route = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();
  private SimilarCases cases = SimilarCases.NONE;
  private Report report;

  ReportRun(
      ReportStages stages,
      Report running,
      Bundle bundle,
      ReportListener listener,
      Cancellation cancellation) {
    this.stages = stages;
    this.report = running;
    this.bundle = bundle;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * @throws ProblemException when a stage cannot be done, {@code cancelled} included; a refusal is
   *     a result and no exception
   */
  ReportOutcome run() {
    Clock clock = new Clock();
    listener.stage("scope", 0);
    Selection selection = select();
    if (selection.refusal() != null) {
      return refuse(selection.refusal());
    }
    listener.stage("encode", 0.05);
    StudyReading reading = read(selection, clock);
    Optional<Refusal> implausible = reading.implausible();
    if (implausible.isPresent()) {
      return refuse(implausible.get());
    }
    Encoding encoding = reading.encoding();
    AnatomyContext anatomy = reading.anatomy();
    LesionHead head = reading.head();
    evidence.measured(bundle.manifest(), head, anatomy);
    evidence.scores(bundle.manifest(), encoding.findingScores());
    RoutePlan plan = plan(reading);
    Gathered gathered = gather(plan, reading, clock);
    retrieve(reading, clock);
    Drafted drafted = draft(reading, gathered, plan.trust(), clock);
    List<Agreement> agreements =
        new GatheredAgreements(stages.gatherer(), evidence)
            .of(bundle.manifest(), encoding, drafted.gathered(), plan.trust());
    Grounder grounder =
        new Grounder(
            "/api/reports/" + report.id(),
            bundle,
            encoding,
            anatomy,
            head,
            drafted.gathered(),
            selection.inputs(),
            stages.lexicon(),
            stages.extractor(),
            stages.segs());
    List<GroundedSentence> grounded = ground(drafted.draft(), grounder, clock);
    CaseFacts facts =
        CaseFacts.of(
            anatomy, head, grounder.scores(), grounder.regions(), reading.labels(), agreements);
    verify(grounded, facts, clock);
    report = report.toBuilder().status(ReportStatus.DRAFT).timing("total", clock.total()).build();
    return new ReportOutcome(report, grounder.regions());
  }

  private Selection select() {
    Selection selection = stages.steps().select(report.studyId(), bundle);
    route.addAll(selection.route());
    keep(
        report.toBuilder()
            .inputs(selection.inputs().stream().map(ReportParts::input).toList())
            .missing(selection.missing().stream().map(Sequence::label).toList())
            .route(route)
            .build());
    return selection;
  }

  private StudyReading read(Selection selection, Clock clock) {
    StudyReading reading = stages.steps().read(report.studyId(), bundle, selection, cancellation);
    long ms = clock.lap();
    route.add(RouteStep.run(bundle.manifest().id(), "the study lies in its scope", ms));
    keep(
        report.toBuilder()
            .contributions(ReportParts.contributions(reading.encoding()))
            .route(route)
            .timing("encode", ms)
            .build());
    return reading;
  }

  /** What the bundle's own lesion head says in the prompt: part of asking specialists. */
  private List<MeasuredLine.Found> own(StudyReading reading) {
    return report.options().specialists().equals("none")
        ? List.of()
        : HeadFound.of(bundle.manifest(), reading.head(), stages.lexicon());
  }

  private RoutePlan plan(StudyReading reading) {
    return stages
        .gatherer()
        .plan(
            reading.selection(),
            bundle.manifest().id(),
            report.options().specialists(),
            reading.image(report.studyId()));
  }

  private Gathered gather(RoutePlan plan, StudyReading reading, Clock clock) {
    Gathered gathered = Gathered.NOTHING;
    if (!plan.toRun().isEmpty()) {
      listener.stage("gather", 0.2);
      gathered =
          stages
              .gatherer()
              .run(
                  plan,
                  stages.steps().volumes(report.studyId(), reading.selection(), cancellation),
                  cancellation);
    }
    route.addAll(Gatherer.route(plan, gathered));
    warnings.addAll(gathered.warnings());
    if (!plan.choices().isEmpty()) {
      evidence.add("plan", "metadata", StoredPlan.SOURCE, StoredPlan.value(plan));
    }
    SpecialistWords words =
        new SpecialistWords(stages.gatherer(), stages.lexicon(), reading, plan.trust());
    gathered.outcomes().forEach(o -> evidence.specialist(o, words.of(o)));
    keep(
        report.toBuilder()
            .route(route)
            .warnings(warnings)
            .evidence(evidence.all())
            .timing("gather", clock.lap())
            .build());
    return gathered;
  }

  private void retrieve(StudyReading reading, Clock clock) {
    if (!report.options().retrieval()) {
      return;
    }
    listener.stage("retrieve", 0.35);
    CaseRetriever.Outcome found =
        stages.retriever().retrieve(report.studyId(), bundle, reading.encoding(), reading.head());
    cases = found.cases();
    evidence.cases(cases);
    route.add(found.step());
    keep(report.toBuilder().route(route).timing("retrieve", clock.lap()).build());
  }

  private Drafted draft(StudyReading reading, Gathered gathered, TrustTable trust, Clock clock) {
    listener.stage("draft", 0.4);
    Drafted drafted = stages.drafting().run(task(reading, gathered, trust));
    hear(
        drafted,
        gathered,
        new SpecialistWords(stages.gatherer(), stages.lexicon(), reading, trust));
    route.addAll(drafted.route());
    warnings.addAll(drafted.warnings());
    ReportText text = new ReportText();
    drafted.draft().sentences().forEach(s -> text.add(s.section(), Sentences.drafted(s)));
    keep(
        with(text).toBuilder()
            .bundle(ReportParts.bundle(bundle, drafted.prompt()))
            .draftedBy(drafted.by())
            .toolCalls(drafted.toolCalls())
            .route(route)
            .warnings(warnings)
            .timing("draft", clock.lap())
            .build());
    return drafted;
  }

  private DraftTask task(StudyReading reading, Gathered gathered, TrustTable trust) {
    Gathered heard = gathered.trusted(trust);
    return new DraftTask(
        report.studyId(),
        report.options(),
        reading,
        gathered,
        cases,
        new GatheredWords(
            heard, own(reading), cases, reading.anatomy(), stages.lexicon(), stages.caseText()),
        s -> listener.sentence(Sentences.drafted(s)),
        listener::tool,
        cancellation);
  }

  /** What a model asked for while it drafted is evidence like what was there before. */
  private void hear(Drafted drafted, Gathered before, SpecialistWords words) {
    drafted.gathered().outcomes().stream()
        .skip(before.outcomes().size())
        .forEach(o -> evidence.specialist(o, words.of(o)));
    if (cases.hits().isEmpty()) {
      cases = drafted.cases();
      evidence.cases(cases);
    }
  }

  private List<GroundedSentence> ground(Draft draft, Grounder grounder, Clock clock) {
    List<GroundedSentence> out = new ArrayList<>();
    ReportText text = new ReportText();
    for (DraftSentence s : draft.sentences()) {
      cancellation.check();
      listener.stage("ground", 0.6 + 0.3 * out.size() / draft.sentences().size());
      int before = grounder.regions().size();
      GroundedSentence grounded = grounder.ground(s);
      grounder.regions().stream()
          .skip(before)
          .forEach(
              r -> {
                evidence.region(r);
                listener.region(r.region());
              });
      listener.sentence(Sentences.grounded(grounded));
      text.add(s.section(), Sentences.grounded(grounded));
      out.add(grounded);
    }
    keep(
        with(text).toBuilder()
            .regions(grounder.regions().stream().map(r -> r.region()).toList())
            .evidence(evidence.all())
            .timing("ground", clock.lap())
            .build());
    return out;
  }

  private void verify(List<GroundedSentence> sentences, CaseFacts facts, Clock clock) {
    listener.stage("verify", 0.9);
    ReportText text = new ReportText();
    for (GroundedSentence s : sentences) {
      Verified verified = stages.verifier().verify(s, facts);
      List<String> cited = cases.citing(verified.evidence(), s.reading().claims());
      text.add(
          s.draft().section(),
          Sentences.verified(s, new Verified(verified.verdict(), cited), evidence));
    }
    report = with(text).toBuilder().timing("verify", clock.lap()).build();
    report.sentences().forEach(listener::verdict);
  }

  private ReportOutcome refuse(Refusal refusal) {
    route.add(RouteStep.skip(bundle.manifest().id(), refusal.reason()));
    return new ReportOutcome(
        report.toBuilder().status(ReportStatus.REFUSED).refusal(refusal).route(route).build(),
        List.of());
  }

  private Report with(ReportText text) {
    return report.toBuilder().sections(text.sections()).sentences(text.sentences()).build();
  }

  private void keep(Report next) {
    report = next;
    listener.state(next);
  }
}
