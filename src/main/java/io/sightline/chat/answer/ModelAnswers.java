package io.sightline.chat.answer;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LanguageSpec;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationEvent.StopReason;
import io.sightline.report.StudyEvidence;
import io.sightline.report.document.Sentence;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.draft.Prompt;
import io.sightline.report.remote.Usage;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The bundle's own language model answers, in the words of its {@code answerTemplate}. */
final class ModelAnswers implements AnswerMaker {
  private final Drafter drafter;
  private final Reference reference;
  private final StudyEvidence evidence;
  private final CheckedSentences chain;

  ModelAnswers(
      Drafter drafter, Reference reference, StudyEvidence evidence, CheckedSentences chain) {
    this.drafter = drafter;
    this.reference = reference;
    this.evidence = evidence;
    this.chain = chain;
  }

  @Override
  public boolean takes(Asked asked) {
    return asked.question() != null;
  }

  @Override
  public void check(Asked asked) {
    if (!answers(asked.bundle())) {
      throw new ProblemException(
          ErrorCode.CANNOT_ANSWER,
          ("Bundle %s %s was not trained to answer questions: its manifest has no"
                  + " language.answerTemplate. Ask about a place (\"region\") or say \"show me …\";"
                  + " those need no answering model.")
              .formatted(asked.bundle().id(), asked.bundle().manifest().version()));
    }
  }

  /** Whether a bundle's language model was trained to answer. */
  static boolean answers(Bundle bundle) {
    LanguageSpec language = bundle.manifest().language();
    return language != null && language.answerTemplate() != null;
  }

  @Override
  public Made make(Asked asked, AnswerCase c) {
    Question question =
        reference.resolved(Objects.requireNonNull(asked.question()), asked.memory());
    LanguageSpec language = Drafter.language(asked.bundle());
    Prompt prompt =
        Prompt.answer(
            language,
            c.reading().sequences(),
            question.asData(),
            () -> evidence.compact(asked.studyId(), c.reading(), c.cancellation()));
    Tokens tokens = new Tokens(language, c.listener());
    Draft draft =
        drafter.draft(
            asked.bundle(),
            c.reading().encoding(),
            prompt,
            asked.sampling().options(language.generation()),
            tokens,
            _ -> {},
            c.cancellation());
    List<DraftSentence> drafted = Lead.joined(draft.sentences());
    List<Sentence> sentences = chain.of(drafted, c);
    return new Made(
        question.text(),
        sentences,
        sentences.isEmpty()
            ? new Declined("no_answer", "The model wrote no sentence.")
            : Declined.of(sentences).orElse(null),
        AnsweredBy.bundle(asked.bundle(), prompt.version()),
        tokens.usage(),
        warnings(draft));
  }

  private static List<Warning> warnings(Draft draft) {
    List<Warning> out = new ArrayList<>();
    if (draft.dropped() > 0) {
      out.add(
          new Warning(
              "too_many_sentences",
              "The model wrote %d sentences more than are kept.".formatted(draft.dropped())));
    }
    return out;
  }

  /** Passes the model's text on and counts its tokens. */
  private static final class Tokens implements java.util.function.Consumer<GenerationEvent> {
    private final LanguageSpec language;
    private final AnswerListener listener;
    private Usage usage = Usage.NONE;

    Tokens(LanguageSpec language, AnswerListener listener) {
      this.language = language;
      this.listener = listener;
    }

    @Override
    public void accept(GenerationEvent event) {
      switch (event) {
        case GenerationEvent.Text(String piece) -> listener.token(piece);
        case GenerationEvent.Marker(String token, float[] _) -> marker(token);
        case GenerationEvent.End(StopReason reason, int prompt, int generated) ->
            usage = new Usage(prompt, generated, reason == StopReason.MAX_TOKENS);
      }
    }

    private void marker(String token) {
      if (language.slots().containsValue(token)) {
        listener.token("…");
      }
    }

    Usage usage() {
      return usage;
    }
  }
}
