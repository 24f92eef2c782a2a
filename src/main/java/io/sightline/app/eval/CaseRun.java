package io.sightline.app.eval;

import io.sightline.app.eval.CaseFile.Phrase;
import io.sightline.app.eval.CaseFile.Question;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.segment.Segmentation;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportStatus;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.Overlap;
import io.sightline.volume.Mask;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One case through the product: uploaded once, a report for each mode, then its questions. */
final class CaseRun {
  private static final double MS = 1000;

  private final Product product;
  private final EvaluationCase c;
  private final Said said;
  private final TargetMasks masks = new TargetMasks();
  private final SentenceJudge judge;
  private final Map<Map<String, Object>, Report> reports = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  CaseRun(Product product, EvaluationCase evaluationCase, Lexicon lexicon, MaskKeeper keeper) {
    this.product = product;
    this.c = evaluationCase;
    this.said = new Said(lexicon);
    this.judge = new SentenceJudge(product, evaluationCase, masks, said, lexicon, keeper);
  }

  /**
   * @param asking whether questions and phrases are asked as well
   * @throws SetException when a mask of the truth cannot be read
   */
  CaseResult run(List<Mode> modes, boolean asking) {
    Map<Mode, CaseScore> scores = new EnumMap<>(Mode.class);
    String study;
    try {
      study = product.upload(c);
    } catch (ProductException e) {
      modes.forEach(m -> scores.put(m, failed(e)));
      return new CaseResult(c.name(), scores, List.of(), List.of());
    }
    modes.forEach(m -> scores.put(m, score(study, m)));
    List<AnswerScore> answers =
        asking
            ? Stream.concat(
                    c.questions().stream().map(q -> answer(study, q)),
                    c.phrases().stream().map(p -> phrase(study, p)))
                .toList()
            : List.of();
    try {
      product.delete(study);
    } catch (ProductException e) {
      failures.add("delete: " + e.getMessage());
    }
    return new CaseResult(c.name(), scores, answers, failures);
  }

  private CaseScore score(String study, Mode mode) {
    try {
      Report report =
          reports.computeIfAbsent(mode.options(), options -> product.report(study, options));
      return mode == Mode.SPECIALISTS ? measured(report) : drafted(report, mode);
    } catch (ProductException e) {
      return failed(e);
    }
  }

  private CaseScore drafted(Report report, Mode mode) {
    List<SentenceScore> sentences = judge.all(report, mode);
    return score(
        report,
        said.findings(report.sentences(), c.findings().keySet()),
        sentences,
        seconds(report, "total"));
  }

  private CaseScore measured(Report report) {
    return score(
        report,
        MeasuredFindings.of(report, c.findings().keySet()),
        List.of(),
        seconds(report, "encode") + seconds(report, "gather"));
  }

  private CaseScore score(
      Report report, Set<String> found, List<SentenceScore> sentences, double seconds) {
    String why =
        report.refusal() != null
            ? report.refusal().reason()
            : report.failure() != null ? report.failure().detail() : null;
    String bundle = report.bundle().id() + " " + report.bundle().version();
    return new CaseScore(
        c.name(),
        report.status(),
        bundle,
        why,
        c.outOfScope(),
        c.findings(),
        found,
        sentences,
        seconds);
  }

  /** A later report of the same study finds its encoding in the server's cache: it counts again. */
  private double seconds(Report report, String timing) {
    long encode = encode(report);
    long longest = reports.values().stream().mapToLong(CaseRun::encode).max().orElse(encode);
    long ms = report.timings().getOrDefault(timing, 0L);
    boolean encodes = timing.equals("total") || timing.equals("encode");
    return (ms + (encodes ? longest - encode : 0)) / MS;
  }

  private static long encode(Report report) {
    return report.timings().getOrDefault("encode", 0L);
  }

  private CaseScore failed(ProductException e) {
    return new CaseScore(
        c.name(),
        ReportStatus.FAILED,
        null,
        e.getMessage(),
        c.outOfScope(),
        c.findings(),
        Set.of(),
        List.of(),
        0);
  }

  private AnswerScore answer(String study, Question q) {
    try {
      Answer answer = product.ask(study, q.question());
      boolean right = new AnswerJudge(said, c.findings().keySet()).right(q, answer);
      return new AnswerScore(q.kind(), q.question(), answer.text(), right, null, null);
    } catch (ProductException e) {
      failures.add("question \"%s\": %s".formatted(q.question(), e.getMessage()));
      return new AnswerScore(q.kind(), q.question(), "", false, null, null);
    }
  }

  private AnswerScore phrase(String study, Phrase p) {
    boolean due = p.target() != null;
    try {
      Segmentation found = product.segment(study, p.text());
      boolean drawn = !found.regions().isEmpty();
      Double dice = due ? Double.valueOf(drawn ? dice(found, p) : 0) : null;
      return new AnswerScore(AnswerScore.PHRASE, p.text(), "", drawn == due, due, dice);
    } catch (ProductException e) {
      failures.add("phrase \"%s\": %s".formatted(p.text(), e.getMessage()));
      return new AnswerScore(AnswerScore.PHRASE, p.text(), "", !due, due, due ? 0.0 : null);
    }
  }

  private double dice(Segmentation found, Phrase p) {
    List<Target> targets =
        Stream.of(String.valueOf(p.target()).split("\\+"))
            .flatMap(id -> c.target(id).stream())
            .toList();
    Mask truth = masks.union(targets);
    Mask region = product.mask(found.regions().getFirst().mask());
    return Overlap.of(TargetMasks.onto(region, truth.geometry()), truth).dice();
  }
}
