package io.sightline.chat.answer;

import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.language.GenerationOptions;
import io.sightline.language.remote.RemoteGeneralist;
import io.sightline.language.remote.RemoteLanguageModel;
import io.sightline.language.remote.RemoteMessage;
import io.sightline.report.StudyReading;
import io.sightline.report.document.Sentence;
import io.sightline.report.draft.DraftParser;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A remote generalist answers; the bundle grounds its sentences by their words and checks them.
 * When it is away the bundle answers, if it can, or the measured facts do, and a warning says so.
 */
final class RemoteAnswers implements AnswerMaker {
  static final String PROMPT = "answer-question.txt";
  private static final int MOST_SENTENCES = 20;

  private final RemoteGeneralist remote;
  private final PromptFile prompt;
  private final Lexicon lexicon;
  private final Pointing pointing;
  private final CheckedSentences chain;
  private final ModelAnswers local;
  private final FactAnswers facts;

  RemoteAnswers(
      RemoteGeneralist remote,
      PromptFile prompt,
      Lexicon lexicon,
      Pointing pointing,
      CheckedSentences chain,
      ModelAnswers local,
      FactAnswers facts) {
    this.remote = remote;
    this.prompt = prompt;
    this.lexicon = lexicon;
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
    try {
      return answered(model, asked, c);
    } catch (ProblemException e) {
      if (e.code() != ErrorCode.REMOTE_FAILED) {
        throw e;
      }
      return degraded(asked, c, e.detail());
    }
  }

  private Made answered(RemoteLanguageModel model, Asked asked, AnswerCase c) {
    StringBuilder text = new StringBuilder();
    Usage[] usage = {Usage.NONE};
    model.chat(
        messages(asked, c.reading()),
        options(asked),
        event -> {
          switch (event) {
            case GenerationEvent.Text(String piece) -> {
              text.append(piece);
              c.listener().token(piece);
            }
            case GenerationEvent.End(StopReason reason, int in, int out) ->
                usage[0] = new Usage(in, out, reason == StopReason.MAX_TOKENS);
            case GenerationEvent.Marker _ -> {}
          }
        },
        c.cancellation());
    List<Sentence> sentences = chain.of(sentences(text.toString(), asked), c);
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
            ? new Declined("no_answer", "The model wrote no sentence.")
            : Declined.of(sentences).orElse(null),
        by,
        usage[0],
        List.of());
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
                    "sequences", CaseNotes.labels(reading.sequences()),
                    "missing", CaseNotes.labels(reading.selection().missing()),
                    "measured", CaseNotes.of(reading, lexicon)))));
    for (Exchange e : asked.memory()) {
      out.add(RemoteMessage.user(Question.asData(e.question())));
      out.add(RemoteMessage.assistant(Question.asData(e.answer())));
    }
    String question = Objects.requireNonNull(asked.question()).asData();
    String image = remote.attachStudy() ? "sightline:study/" + asked.studyId() : null;
    out.add(new RemoteMessage(RemoteMessage.Role.USER, question, image));
    return out;
  }

  private List<DraftSentence> sentences(String text, Asked asked) {
    List<DraftSentence> out = new ArrayList<>();
    DraftParser parser =
        new DraftParser(Drafter.language(asked.bundle()), MOST_SENTENCES, out::add);
    parser.accept(new GenerationEvent.Text(text.replace("<seg>", "")));
    parser.accept(new GenerationEvent.End(StopReason.STOP_TOKEN, 0, 0));
    return Lead.joined(out).stream().map(pointing::at).toList();
  }

  private Made degraded(Asked asked, AnswerCase c, String why) {
    if (ModelAnswers.answers(asked.bundle())) {
      Made own = local.make(asked, c);
      return new Made(
          own.asked(),
          own.sentences(),
          own.declined(),
          own.by(),
          own.usage(),
          List.of(new Warning("remote_away", why + " The bundle answered instead.")));
    }
    List<Sentence> measured = facts.of(Objects.requireNonNull(asked.question()), c);
    Declined declined =
        measured.isEmpty()
            ? new Declined("remote_away", why + " No measurement answers this question.")
            : null;
    Made made = Made.measured(asked, c, measured, declined);
    return new Made(
        made.asked(),
        made.sentences(),
        made.declined(),
        made.by(),
        made.usage(),
        List.of(new Warning("remote_away", why + " Only measurements are told.")));
  }
}
