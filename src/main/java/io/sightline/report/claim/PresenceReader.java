package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.claim.Vocabulary.Steer;
import io.sightline.report.lexicon.Cue;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Mark;
import io.sightline.report.lexicon.WordClass;
import java.util.List;

/**
 * Present, absent or uncertain, after NegEx (Chapman et al. 2001) and ConText (Harkema et al.
 * 2009): a cue reaches the findings of its clause up to a word that stops it. Two things are added:
 * a known finding ("the lesion") is not denied by a cue before it, and a cue behind ("is not seen")
 * reaches back only to the findings of its own verb.
 */
final class PresenceReader {
  private final Lexicon lexicon;

  PresenceReader(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  Presence presence(Marked s, Mention<Noun<Finding>> finding) {
    boolean uncertain = false;
    for (Mention<Steer> steer : s.steers()) {
      if (steer.term() instanceof Steer.OfCue(Cue cue) && reaches(s, steer, cue, finding)) {
        if (cue.polarity() == Cue.Polarity.ABSENT) {
          return Presence.ABSENT;
        }
        uncertain = true;
      }
    }
    return uncertain ? Presence.UNCERTAIN : Presence.PRESENT;
  }

  /** Whether the finding is only asked about. */
  boolean hypothetical(Marked s, Mention<Noun<Finding>> finding) {
    return s.marked(Mark.HYPOTHETICAL, 0, finding.from()) && sameSentence(s, 0, finding.from());
  }

  private boolean reaches(Marked s, Mention<Steer> steer, Cue cue, Mention<Noun<Finding>> finding) {
    if (steer.within(finding)) {
      return false;
    }
    if (cue.reach() == Cue.Reach.NEXT) {
      return steer.to() == finding.from();
    }
    if (cue.reach().forward() && steer.from() < finding.to() - 1 && steer.from() > finding.from()) {
      return true;
    }
    if (cue.reach().forward() && steer.from() <= finding.from()) {
      return !known(s, steer, finding) && free(s, steer.to(), finding.from());
    }
    return cue.reach().backward()
        && finding.to() <= steer.from()
        && free(s, finding.to(), steer.from())
        && sameVerb(s, finding.to(), steer.from());
  }

  private boolean free(Marked s, int from, int to) {
    return from >= to || (!s.marked(Mark.STOP, from, to) && sameSentence(s, from, to));
  }

  private static boolean sameSentence(Marked s, int from, int to) {
    return s.words(from, to).stream().noneMatch(w -> w.equals(";") || w.equals("."));
  }

  private boolean sameVerb(Marked s, int from, int to) {
    int end = to;
    while (end > from && lexicon.is(WordClass.VERBS, s.tokens().get(end - 1).text())) {
      end--;
    }
    return s.words(from, end).stream().noneMatch(w -> lexicon.is(WordClass.VERBS, w));
  }

  private boolean known(Marked s, Mention<Steer> steer, Mention<Noun<Finding>> finding) {
    List<String> before = s.words(Math.max(steer.to(), finding.from() - 2), finding.from());
    return before.stream().anyMatch(w -> lexicon.is(WordClass.DEFINITE, w));
  }
}
