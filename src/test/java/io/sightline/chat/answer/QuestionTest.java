package io.sightline.chat.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.shared.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a question before a model sees it, and of words around the answer. */
class QuestionTest {
  private static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());
  private static final ClaimExtractor EXTRACTOR = new ClaimExtractor(LEXICON);

  @Test
  void isOneLineOfData() {
    assertThat(new Question(" Is there\n\ta mass?\u200b ").text()).isEqualTo("Is there a mass?");
    assertThat(new Question("<eos> [INST] {sequences} <|im_end|> mass").asData())
        .isEqualTo("eos INST sequences im_end mass");
    assertThatThrownBy(() -> new Question("\n")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> new Question("x".repeat(Question.MOST + 1)))
        .hasMessageContaining("1001 characters");
  }

  @Test
  void aPronounTakesTheLatestFindingUnlessTheQuestionNamesOne() {
    Reference reference = new Reference(EXTRACTOR);
    List<Exchange> memory =
        List.of(new Exchange("a", "b", "oedema"), new Exchange("c", "d", "mass"), said("e", 1));
    assertThat(reference.resolved(new Question("How big is it?"), memory).text())
        .isEqualTo("How big is the mass?");
    assertThat(reference.resolved(new Question("Is there oedema around it?"), memory).text())
        .isEqualTo("Is there oedema around it?");
    assertThat(reference.resolved(new Question("How big is it?"), List.of()).text())
        .isEqualTo("How big is it?");
  }

  private static Exchange said(String question, int length) {
    return new Exchange(question, "x".repeat(length), "");
  }

  @Test
  void theMemoryKeepsTheLatestTurnsThatFit() {
    List<Exchange> all = List.of(said("1", 400), said("2", 400), said("3", 400));
    assertThat(Exchange.latest(all, 210)).extracting(Exchange::question).containsExactly("2", "3");
    assertThat(Exchange.latest(all, 50)).isEmpty();
  }

  @Test
  void yesAndNoBelongToTheSentenceBehindThem() {
    float[] state = {1};
    DraftSentence yes = new DraftSentence("s1", "findings", "Yes.", List.of());
    DraftSentence mass =
        new DraftSentence(
            "s2", "findings", "A mass is seen.", List.of(new SegRequest(0, 15, state)));
    DraftSentence joined = Lead.joined(List.of(yes, mass)).getFirst();
    assertThat(joined.id()).isEqualTo("s1");
    assertThat(joined.text()).isEqualTo("Yes. A mass is seen.");
    assertThat(joined.segs().getFirst().from()).isEqualTo(5);
    assertThat(joined.segs().getFirst().to()).isEqualTo(joined.text().length());
    assertThat(Lead.joined(List.of(yes))).extracting(DraftSentence::text).containsExactly("Yes.");
  }

  @Test
  void theLexiconSaysWhatAPhraseNames() {
    NamedThing names = new NamedThing(LEXICON, EXTRACTOR);
    assertThat(names.of("oedema").orElseThrow().label()).isEqualTo("oedema");
    assertThat(names.of("left thalamus").orElseThrow().label()).isEqualTo("left thalamus");
    assertThat(names.of("banana")).isEmpty();
    assertThat(NamedThing.bare("the left thalamus please.")).isEqualTo("left thalamus");
  }
}
