package io.sightline.app.eval;

import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.document.Link;
import io.sightline.report.document.Review;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.Verdict;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import java.util.List;
import java.util.stream.Stream;

/** Sentences as the server answers them, with the claims that it reads out of them. */
final class Drafted {
  static final Lexicon LEXICON = LexiconReader.read(LexiconSource.packaged());
  static final Said SAID = new Said(LEXICON);
  private static final ClaimExtractor EXTRACTOR = new ClaimExtractor(LEXICON);

  private Drafted() {}

  /**
   * @param regions ids of its regions
   */
  static Sentence sentence(String text, String... regions) {
    List<Link> links =
        Stream.of(regions)
            .map(r -> new Link(r, 0.9, "mask-decoder", List.of(0, text.length())))
            .toList();
    return new Sentence(
        "s1",
        text,
        0,
        text.length(),
        links,
        links.isEmpty(),
        List.of(),
        EXTRACTOR.claims(text),
        new Verdict(Verdict.Status.SUPPORTED, List.of("said by the test")),
        Review.PENDING);
  }

  static List<Sentence> sentences(String... texts) {
    return Stream.of(texts).map(Drafted::sentence).toList();
  }

  static Topic topic(String text) {
    Topic topic = Topic.of(sentence(text), SAID);
    if (topic == null) {
      throw new IllegalArgumentException("claims nothing: " + text);
    }
    return topic;
  }
}
