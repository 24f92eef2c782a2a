package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.claim.Vocabulary.Steer;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Mark;
import io.sightline.report.lexicon.SideWord;
import io.sightline.report.lexicon.Site;
import java.util.List;

/** A sentence with every mention of the lexicon's phrases. */
record Marked(
    List<Token> tokens,
    List<Mention<Noun<Finding>>> findings,
    List<Mention<Noun<Site>>> sites,
    List<Mention<SideWord>> sides,
    List<Mention<Steer>> steers,
    List<Mention<String>> normal) {

  /** Words from a position up to another. */
  List<String> words(int from, int to) {
    return tokens.subList(Math.min(from, to), to).stream().map(Token::text).toList();
  }

  boolean marked(Mark mark, int from, int to) {
    return steers.stream()
        .filter(s -> s.from() >= from && s.to() <= to)
        .anyMatch(s -> s.term() instanceof Steer.OfMark(Mark m) && m == mark);
  }
}
