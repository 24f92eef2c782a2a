package io.sightline.chat.answer;

import io.sightline.report.EvidenceBook;
import io.sightline.report.ReportText;
import io.sightline.report.StudyReader;
import io.sightline.report.StudyReading;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.Sentence;
import io.sightline.report.gather.Gathered;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.Grounder;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Answers one question: reads the study, lets the maker for this kind of question make sentences,
 * and puts the answer together. Thread-safe; blocking.
 */
public final class Answerer {
  private final StudyReader reader;
  private final Lexicon lexicon;
  private final ClaimExtractor extractor;
  private final SegDecoder segs;
  private final List<AnswerMaker> makers;

  Answerer(
      StudyReader reader,
      Lexicon lexicon,
      ClaimExtractor extractor,
      SegDecoder segs,
      List<AnswerMaker> makers) {
    this.reader = reader;
    this.lexicon = lexicon;
    this.extractor = extractor;
    this.segs = segs;
    this.makers = List.copyOf(makers);
  }

  /**
   * Refuses at once what could not be answered anyway.
   *
   * @throws ProblemException {@code cannot_answer}
   */
  public void check(Asked asked) {
    maker(asked).check(asked);
  }

  private AnswerMaker maker(Asked asked) {
    return makers.stream().filter(m -> m.takes(asked)).findFirst().orElseThrow();
  }

  /**
   * @throws ProblemException {@code not_found}, {@code out_of_scope}, {@code cannot_answer}, {@code
   *     cancelled}
   */
  public AnswerOutcome answer(Asked asked, AnswerListener listener, Cancellation cancellation) {
    long start = System.nanoTime();
    AnswerMaker maker = maker(asked);
    maker.check(asked);
    StudyReading reading = reader.read(asked.studyId(), asked.bundle(), cancellation);
    long read = System.nanoTime();
    EvidenceBook evidence = new EvidenceBook();
    evidence.measured(reading.bundle().manifest(), reading.head(), reading.anatomy());
    evidence.scores(reading.bundle().manifest(), reading.encoding().findingScores());
    AnswerCase c =
        new AnswerCase(
            reading, g -> grounder(asked.route(), reading, g), evidence, listener, cancellation);
    Made made = maker.make(asked, c);
    ReportText text = new ReportText();
    made.sentences().forEach(s -> text.add("answer", s));
    List<Evidence> used = used(evidence, text.sentences());
    text.sentences().forEach(listener::sentence);
    used.forEach(listener::evidence);
    Map<String, Long> timings = Map.of("read", ms(start, read), "total", ms(start, now()));
    List<FoundRegion> regions = c.grounder().regions();
    return new AnswerOutcome(
        answer(made, reading, text.sentences(), used, regions, timings), regions);
  }

  private Grounder grounder(String route, StudyReading r, Gathered gathered) {
    return new Grounder(
        route,
        r.bundle(),
        r.encoding(),
        r.anatomy(),
        r.head(),
        gathered,
        r.inputs(),
        lexicon,
        extractor,
        segs);
  }

  private static Answer answer(
      Made made,
      StudyReading reading,
      List<Sentence> sentences,
      List<Evidence> evidence,
      List<FoundRegion> regions,
      Map<String, Long> timings) {
    return new Answer(
        made.asked(),
        sentences.stream().map(Sentence::text).collect(Collectors.joining(" ")),
        sentences,
        regions.stream().map(FoundRegion::region).toList(),
        evidence,
        made.declined(),
        made.by(),
        reading.selection().missing().stream().map(Sequence::label).toList(),
        made.toolCalls(),
        made.warnings(),
        made.usage(),
        timings,
        Answer.DISCLAIMER);
  }

  private static List<Evidence> used(EvidenceBook book, List<Sentence> sentences) {
    Set<String> ids = new HashSet<>();
    sentences.forEach(s -> ids.addAll(s.evidence()));
    return book.all().stream().filter(e -> ids.contains(e.id())).toList();
  }

  private static long now() {
    return System.nanoTime();
  }

  private static long ms(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }
}
