package io.sightline.chat.answer;

import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteGeneralist;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.report.StudyReading;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.PlainDraft;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.remote.Pointing;
import io.sightline.report.remote.RemoteRounds;
import io.sightline.report.tool.ToolBox;
import io.sightline.report.tool.ToolSession;
import io.sightline.report.tool.ToolSubject;
import io.sightline.report.words.StudyNotes;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A remote generalist answers; the bundle grounds its sentences by their words and checks them. It
 * may call tools, which are bounded and recorded. When it is away the bundle answers, if it can, or
 * the measured facts do, and a warning says so.
 */
final class RemoteAnswers implements AnswerMaker {
  static final String PROMPT = "answer-question.txt";
  private static final int MOST_SENTENCES = 20;

  private final RemoteGeneralist remote;
  private final PromptFile prompt;
  private final Lexicon lexicon;
  private final ToolBox tools;
  private final Pointing pointing;
  private final CheckedSentences chain;
  private final ModelAnswers local;
  private final FactAnswers facts;

  RemoteAnswers(
      RemoteGeneralist remote,
      PromptFile prompt,
      Lexicon lexicon,
      ToolBox tools,
      Pointing pointing,
      CheckedSentences chain,
      ModelAnswers local,
      FactAnswers facts) {
    this.remote = remote;
    this.prompt = prompt;
    this.lexicon = lexicon;
    this.tools = tools;
    this.pointing = pointing;
    this.chain = chain;
    this.local = local;
    this.facts = facts;
  }

  @Override
  public boolean takes(Asked asked) {
    return !asked.local() && asked.question() != null && remote.model().isPresent();
  }

  @Override
  public Made make(Asked asked, AnswerCase c) {
    RemoteLanguageModel model = remote.model().orElseThrow();
    ToolSession session =
        tools.open(ToolSubject.of(asked.studyId(), c.reading()), c.cancellation());
    try {
      RemoteRounds rounds =
          new RemoteRounds(
              model, session, c.listener()::token, c.listener()::tool, c.cancellation());
      RemoteRounds.Said said = rounds.run(messages(asked, c.reading()), options(asked));
      return answered(model, asked, c, said, session);
    } catch (ProblemException e) {
      if (e.code() != ErrorCode.REMOTE_FAILED) {
        throw e;
      }
      return degraded(asked, c, e.detail(), session.calls());
    }
  }

  private Made answered(
      RemoteLanguageModel model,
      Asked asked,
      AnswerCase c,
      RemoteRounds.Said said,
      ToolSession session) {
    c.hear(session.found());
    List<Sentence> sentences = chain.of(sentences(said.text()), c);
    AnsweredBy by =
        new AnsweredBy(
            "remote",
            model.name(),
            asked.bundle().manifest().version(),
            asked.bundle().sha256(),
            PROMPT + " " + prompt.version());
    return new Made(
        asked.words(),
        sentences,
        sentences.isEmpty()
            ? new Declined("no_answer", silence(session))
            : Declined.of(sentences).orElse(null),
        by,
        said.usage(),
        List.of(),
        session.calls());
  }

  private static String silence(ToolSession session) {
    return session.calls().isEmpty()
        ? "The model wrote no sentence."
        : "The model called tools and wrote no sentence.";
  }

  private GenerationOptions options(Asked asked) {
    Integer wished = asked.sampling().maxTokens();
    int most = wished == null ? remote.maxTokens() : Math.min(wished, remote.maxTokens());
    return new GenerationOptions(most, 0, 1, asked.sampling().seed());
  }

  private List<RemoteMessage> messages(Asked asked, StudyReading reading) {
    List<RemoteMessage> out = new ArrayList<>();
    out.add(
        RemoteMessage.system(
            prompt.render(
                Map.of(
                    "sequences", StudyNotes.labels(reading.sequences()),
                    "missing", StudyNotes.labels(reading.selection().missing()),
                    "measured", StudyNotes.of(reading, lexicon)))));
    for (Exchange e : asked.memory()) {
      out.add(RemoteMessage.user(Question.asData(e.question())));
      out.add(RemoteMessage.assistant(Question.asData(e.answer())));
    }
    String question = Objects.requireNonNull(asked.question()).asData();
    String image = remote.attachStudy() ? "sightline:study/" + asked.studyId() : null;
    out.add(RemoteMessage.user(question, image));
    return out;
  }

  private List<DraftSentence> sentences(String text) {
    return Lead.joined(PlainDraft.read(text, MOST_SENTENCES).sentences()).stream()
        .map(pointing::at)
        .toList();
  }

  private Made degraded(Asked asked, AnswerCase c, String why, List<ToolCall> calls) {
    if (ModelAnswers.answers(asked.bundle())) {
      Warning warning = new Warning("remote_away", why + " The bundle answered instead.");
      return local.make(asked, c).with(List.of(warning), calls);
    }
    List<Sentence> measured = facts.of(Objects.requireNonNull(asked.question()), c);
    Declined declined =
        measured.isEmpty()
            ? new Declined("remote_away", why + " No measurement answers this question.")
            : null;
    Warning warning = new Warning("remote_away", why + " Only measurements are told.");
    return Made.measured(asked, c, measured, declined).with(List.of(warning), calls);
  }
}
