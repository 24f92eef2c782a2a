package io.sightline.report.claim;

import io.sightline.report.lexicon.Cue;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Mark;
import io.sightline.report.lexicon.SideWord;
import io.sightline.report.lexicon.Site;
import java.util.List;

/** The lexicon made ready for finding its phrases in tokens. Thread-safe once built. */
final class Vocabulary {

  /** A finding or site as it was said. */
  record Noun<T>(T thing, boolean plural, boolean adjective) {}

  /** A cue or a mark; exactly one is set. */
  sealed interface Steer {
    record OfCue(Cue cue) implements Steer {}

    record OfMark(Mark mark) implements Steer {}
  }

  private final Tokenizer tokenizer;
  private final PhraseIndex<Noun<Finding>> findings = new PhraseIndex<>();
  private final PhraseIndex<Noun<Site>> sites = new PhraseIndex<>();
  private final PhraseIndex<SideWord> sides = new PhraseIndex<>();
  private final PhraseIndex<Steer> steers = new PhraseIndex<>();
  private final PhraseIndex<String> normal = new PhraseIndex<>();

  Vocabulary(Lexicon lexicon) {
    tokenizer = new Tokenizer(lexicon);
    lexicon.findings().forEach(f -> nouns(findings, f, f.words(), f.plurals()));
    lexicon.sites().forEach(this::site);
    lexicon.sides().forEach((w, side) -> sides.add(tokenizer.words(w), side));
    lexicon.cues().forEach((w, cue) -> steers.add(tokenizer.words(w), new Steer.OfCue(cue)));
    lexicon.marks().forEach((w, mark) -> steers.add(tokenizer.words(w), new Steer.OfMark(mark)));
    lexicon.normality().phrases().forEach(w -> normal.add(tokenizer.words(w), w));
  }

  private void site(Site s) {
    nouns(sites, s, s.words(), s.plurals());
    s.adjectives().forEach(a -> sites.add(tokenizer.words(a), new Noun<>(s, false, true)));
  }

  private <T> void nouns(
      PhraseIndex<Noun<T>> index, T thing, List<String> words, List<String> plurals) {
    Noun<T> one = new Noun<>(thing, false, false);
    Noun<T> many = new Noun<>(thing, true, false);
    words.stream().map(tokenizer::words).forEach(w -> index.addNoun(w, one, many));
    plurals.stream().map(tokenizer::words).forEach(w -> index.add(w, many));
  }

  /** Everything of the lexicon that a sentence mentions. */
  Marked mark(String sentence) {
    List<Token> tokens = tokenizer.tokens(sentence);
    List<Mention<Noun<Finding>>> found = findings.find(tokens);
    List<Mention<Noun<Site>>> places = SiteFilter.keep(tokens, sites.find(tokens), found);
    List<Mention<SideWord>> sideWords =
        sides.find(tokens).stream()
            .filter(
                s ->
                    found.stream().noneMatch(s::within)
                        && (s.term() != SideWord.MIDLINE || places.stream().noneMatch(s::within)))
            .toList();
    return new Marked(tokens, found, places, sideWords, steers.find(tokens), normal.find(tokens));
  }
}
