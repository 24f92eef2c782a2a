package io.sightline.chat.answer;

import io.sightline.report.Sentences;
import io.sightline.report.StudyReading;
import io.sightline.report.claim.Reading;
import io.sightline.report.document.Link;
import io.sightline.report.document.Region;
import io.sightline.report.document.Sentence;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.SegRequest;
import io.sightline.report.ground.FoundRegion;
import io.sightline.report.ground.GroundedSentence;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.ground.Subject;
import io.sightline.report.verify.CaseFacts;
import io.sightline.report.verify.Verifier;
import io.sightline.report.words.PlaceWords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to region: "show me the oedema". The words prompt the mask decoder through the bundle's
 * {@code segmentTemplate}; the sentence about what was found is the server's own and is checked
 * like any other.
 */
final class ShowAnswers implements AnswerMaker {
  private static final Pattern SHOW =
      Pattern.compile(
          "(?:(?:please|can you|could you) )?(?:show(?: me)?|point"
              + " (?:at|to)|outline|highlight|segment|mark) (.+)",
          Pattern.CASE_INSENSITIVE);

  private final NamedThing names;
  private final SegDecoder segs;
  private final Verifier verifier;

  ShowAnswers(NamedThing names, SegDecoder segs, Verifier verifier) {
    this.names = names;
    this.segs = segs;
    this.verifier = verifier;
  }

  @Override
  public boolean takes(Asked asked) {
    return asked.place() == null && phrase(asked).isPresent();
  }

  /** What is to be shown. */
  private static Optional<String> phrase(Asked asked) {
    Matcher m = SHOW.matcher(Question.asData(asked.words()));
    return m.matches()
        ? Optional.of(NamedThing.bare(m.group(1))).filter(p -> !p.isEmpty())
        : Optional.empty();
  }

  @Override
  public Made make(Asked asked, AnswerCase c) {
    String phrase = phrase(asked).orElseThrow();
    Optional<Subject> subject = names.of(phrase);
    if (subject.isEmpty()) {
      return nothing(
          asked,
          c,
          new Declined("unknown_word", "No word of the lexicon is in \"%s\".".formatted(phrase)));
    }
    String thing = subject.get().label();
    GroundedSentence found = c.grounder().ground(draft(subject.get(), phrase, c.reading()));
    c.tellRegions(0);
    if (found.regions().isEmpty()) {
      String why = found.notes().isEmpty() ? "" : " " + String.join(" ", found.notes());
      return nothing(
          asked, c, new Declined("nothing_found", "No region shows %s.%s".formatted(thing, why)));
    }
    String text = sentence(subject.get(), found.regions().getFirst());
    c.listener().token(text);
    return Made.measured(asked, c, List.of(checked(found, subject.get(), text, c)), null);
  }

  private static Made nothing(Asked asked, AnswerCase c, Declined declined) {
    c.listener().token(declined.reason());
    return Made.measured(asked, c, List.of(), declined);
  }

  /** The phrase itself prompts the decoder; the sentence is what it means. */
  private DraftSentence draft(Subject subject, String phrase, StudyReading reading) {
    String words = NamedThing.sentence(subject, phrase);
    float[] state = segs.ofText(reading.bundle(), reading.encoding(), phrase);
    SegRequest request = new SegRequest(0, words.length(), state);
    return new DraftSentence("s1", "answer", words, List.of(request));
  }

  private static String sentence(Subject subject, FoundRegion shown) {
    Region r = shown.region();
    String where = subject.finding() == null ? "" : PlaceWords.ofBox(shown.location());
    return String.format(
        Locale.ROOT,
        "Region %s shows %s%s: %.1f mL, %.0f mm across.",
        r.id(),
        subject.label(),
        where.isEmpty() ? "" : " in " + where,
        r.volumeMl(),
        r.maxDiameterMm());
  }

  /**
   * The verdict is that of the claim that the thing is there. The words are ours, and so are their
   * numbers: they were measured in the region itself, so there is nothing to check them against.
   */
  private Sentence checked(GroundedSentence found, Subject subject, String text, AnswerCase c) {
    CaseFacts facts =
        CaseFacts.of(
            c.reading().anatomy(),
            c.reading().head(),
            c.grounder().scores(),
            c.grounder().regions(),
            c.reading().labels(),
            List.of());
    GroundedSentence said =
        new GroundedSentence(
            found.draft(),
            text,
            found.reading(),
            found.links().stream()
                .map(l -> new Link(l.region(), l.score(), l.source(), List.of(0, text.length())))
                .toList(),
            found.regions(),
            false,
            found.notes());
    return Sentences.verified(said, verifier.verify(claim(found, subject), facts), c.evidence());
  }

  private static GroundedSentence claim(GroundedSentence found, Subject subject) {
    return new GroundedSentence(
        found.draft(),
        NamedThing.sentence(subject, subject.label()),
        new Reading(found.reading().claims(), List.of()),
        found.links(),
        found.regions(),
        false,
        found.notes());
  }
}
