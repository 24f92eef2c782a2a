package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.cases.SimilarCases;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.BundleRef;
import io.sightline.report.document.Contribution;
import io.sightline.report.document.InputRef;
import io.sightline.report.document.Refusal;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.document.RouteStep;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.gather.Agreement;
import io.sightline.report.gather.Agreements;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.gather.MeasuredLine;
import io.sightline.report.gather.TrustedAgreements;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.ground.Grounder;
import io.sightline.report.ground.LesionHead;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.scope.ChosenInput;
import io.sightline.report.scope.Selection;
import io.sightline.report.verify.CaseFacts;
import io.sightline.report.verify.Verified;
import io.sightline.report.verify.Verifier;
import io.sightline.routing.RoutePlan;
import io.sightline.routing.trust.TrustTable;
import io.sightline.segmentation.anatomy.AnatomyContext;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import io.sightline.study.Studies;
import io.sightline.vision.Encoding;
import io.sightline.vision.VisionEncoder;
import io.sightline.volume.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One report from a study: scope, encode, gather, retrieve, draft, ground, verify. Holds no state
 * between reports; thread-safe; blocking.
 */
final class ReportPipeline {
  private final ReadingSteps steps;
  private final Gatherer gatherer;
  private final DraftStage drafting;
  private final SegDecoder segs;
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;
  private final Verifier verifier;
  private final CaseRetriever retriever;
  private final CaseText caseText;

  ReportPipeline(
      Studies studies,
      VisionEncoder encoder,
      Gatherer gatherer,
      DraftStage drafting,
      SegDecoder segs,
      Lexicon lexicon,
      CaseRetriever retriever) {
    this.steps = new ReadingSteps(studies, encoder);
    this.gatherer = gatherer;
    this.drafting = drafting;
    this.segs = segs;
    this.lexicon = lexicon;
    this.extractor = new ClaimExtractor(lexicon);
    this.verifier = new Verifier(lexicon);
    this.retriever = retriever;
    this.caseText = new CaseText(extractor);
  }

  /**
   * @throws ProblemException when a stage cannot be done, {@code cancelled} included; a refusal is
   *     a result and no exception
   */
  ReportOutcome run(
      Report running, Bundle bundle, ReportListener listener, Cancellation cancellation) {
    return new Run(running, bundle, listener, cancellation).run();
  }

  /** The work on one report. */
  private final class Run {
    private final Bundle bundle;
    private final ReportListener listener;
    private final Cancellation cancellation;
    private final EvidenceBook evidence = new EvidenceBook();
    private final List<RouteStep> route = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private SimilarCases cases = SimilarCases.NONE;
    private Report report;

    Run(Report running, Bundle bundle, ReportListener listener, Cancellation cancellation) {
      this.report = running;
      this.bundle = bundle;
      this.listener = listener;
      this.cancellation = cancellation;
    }

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
      List<Agreement> agreements = agreements(encoding, drafted.gathered(), plan.trust());
      Grounder grounder =
          new Grounder(
              "/api/reports/" + report.id(),
              bundle,
              encoding,
              anatomy,
              head,
              drafted.gathered(),
              selection.inputs(),
              lexicon,
              extractor,
              segs);
      List<GroundedSentence> grounded = ground(drafted.draft(), grounder, clock);
      CaseFacts facts =
          CaseFacts.of(
              anatomy,
              head,
              encoding.findingScores(),
              grounder.regions(),
              reading.labels(),
              agreements);
      verify(grounded, facts, clock);
      report = report.toBuilder().status(ReportStatus.DRAFT).timing("total", clock.total()).build();
      return new ReportOutcome(report, grounder.regions());
    }

    private Selection select() {
      Selection selection = steps.select(report.studyId(), bundle);
      route.addAll(selection.route());
      keep(
          report.toBuilder()
              .inputs(selection.inputs().stream().map(ReportPipeline::input).toList())
              .missing(selection.missing().stream().map(Sequence::label).toList())
              .route(route)
              .build());
      return selection;
    }

    private StudyReading read(Selection selection, Clock clock) {
      StudyReading reading = steps.read(report.studyId(), bundle, selection, cancellation);
      long ms = clock.lap();
      route.add(RouteStep.run(bundle.manifest().id(), "the study lies in its scope", ms));
      keep(
          report.toBuilder()
              .contributions(contributions(reading.encoding()))
              .route(route)
              .timing("encode", ms)
              .build());
      return reading;
    }

    /** What the bundle's own lesion head says in the prompt: part of asking specialists. */
    private List<MeasuredLine.Found> own(StudyReading reading) {
      return report.options().specialists().equals("none")
          ? List.of()
          : HeadFound.of(bundle.manifest(), reading.head(), lexicon);
    }

    private RoutePlan plan(StudyReading reading) {
      return gatherer.plan(
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
            gatherer.run(
                plan,
                steps.volumes(report.studyId(), reading.selection(), cancellation),
                cancellation);
      }
      route.addAll(Gatherer.route(plan, gathered));
      warnings.addAll(gathered.warnings());
      if (!plan.choices().isEmpty()) {
        evidence.add("plan", "metadata", StoredPlan.SOURCE, StoredPlan.value(plan));
      }
      SpecialistWords words = new SpecialistWords(gatherer, lexicon, reading, plan.trust());
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

    private List<Agreement> agreements(Encoding encoding, Gathered gathered, TrustTable trust) {
      List<LabelSpec> labels =
          bundle.manifest().output("structures").map(OutputSpec::labels).orElse(List.of());
      Agreements compare = new Agreements(encoding.structures(), labels);
      List<Agreement> all = new ArrayList<>();
      gathered
          .segmentations()
          .forEach(
              (specialist, found) -> {
                List<Agreement> some = compare.with(specialist, found);
                List<Agreement> weighed =
                    gatherer
                        .find(specialist)
                        .map(b -> TrustedAgreements.of(some, b, trust))
                        .orElse(some);
                evidence.agreement(bundle.manifest(), specialist, weighed);
                all.addAll(weighed);
              });
      return all;
    }

    private void retrieve(StudyReading reading, Clock clock) {
      if (!report.options().retrieval()) {
        return;
      }
      listener.stage("retrieve", 0.35);
      CaseRetriever.Outcome found =
          retriever.retrieve(report.studyId(), bundle, reading.encoding(), reading.head());
      cases = found.cases();
      evidence.cases(cases);
      route.add(found.step());
      keep(report.toBuilder().route(route).timing("retrieve", clock.lap()).build());
    }

    private Drafted draft(StudyReading reading, Gathered gathered, TrustTable trust, Clock clock) {
      listener.stage("draft", 0.4);
      Drafted drafted = drafting.run(task(reading, gathered, trust));
      hear(drafted, gathered, new SpecialistWords(gatherer, lexicon, reading, trust));
      route.addAll(drafted.route());
      warnings.addAll(drafted.warnings());
      ReportText text = new ReportText();
      drafted.draft().sentences().forEach(s -> text.add(s.section(), Sentences.drafted(s)));
      keep(
          with(text).toBuilder()
              .bundle(ref(bundle, drafted.prompt()))
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
          new GatheredWords(heard, own(reading), cases, reading.anatomy(), lexicon, caseText),
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
        Verified verified = verifier.verify(s, facts);
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

  private static InputRef input(ChosenInput i) {
    var guess = i.volume().guess();
    return new InputRef(
        i.series().uid(),
        i.volume().index(),
        i.slot().label(),
        guess.confidence(),
        guess.evidence(),
        i.reason());
  }

  private static List<Contribution> contributions(Encoding encoding) {
    return encoding.contributions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new Contribution(e.getKey().label(), Math.round(e.getValue() * 1000) / 1000.0))
        .toList();
  }

  private static BundleRef ref(Bundle bundle, String prompt) {
    return new BundleRef(
        bundle.manifest().id(), bundle.manifest().version(), bundle.sha256(), prompt);
  }
}
