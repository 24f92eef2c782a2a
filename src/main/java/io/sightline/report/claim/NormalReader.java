package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import java.util.ArrayList;
import java.util.List;

/** "The basal ganglia are unremarkable" denies an abnormality of the basal ganglia. */
final class NormalReader {
  private final Lexicon lexicon;
  private final Clauses clauses;

  NormalReader(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.clauses = new Clauses(lexicon);
  }

  List<Claim> read(Marked s, List<Place> sitePlaces) {
    List<Claim> out = new ArrayList<>();
    for (Mention<String> phrase : s.normal()) {
      if (!denied(s, phrase)) {
        sites(s, phrase).forEach(i -> out.add(claim(sitePlaces.get(i))));
      }
    }
    return out;
  }

  private static Claim claim(Place place) {
    Site site = java.util.Objects.requireNonNull(place.site());
    return new Claim(site.normal(), Presence.ABSENT, place.side(), site.name(), null);
  }

  private boolean denied(Marked s, Mention<String> phrase) {
    String previous = phrase.from() > 0 ? s.tokens().get(phrase.from() - 1).text() : "";
    String next = phrase.to() < s.tokens().size() ? s.tokens().get(phrase.to()).text() : "";
    return lexicon.normality().denied().contains(previous)
        || lexicon.normality().notBefore().contains(next);
  }

  /** The sites before the phrase in its clause, or those behind when none stands before. */
  private List<Integer> sites(Marked s, Mention<String> phrase) {
    List<Integer> before = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    for (int i = 0; i < s.sites().size(); i++) {
      Mention<Noun<Site>> site = s.sites().get(i);
      if (clauses.same(s, site, phrase)
          && lexicon.normality().fits(phrase.term(), site.term().thing())
          && !findingBetween(s, site, phrase)) {
        (site.from() < phrase.from() ? before : behind).add(i);
      }
    }
    return before.isEmpty() ? behind : before;
  }

  private static boolean findingBetween(Marked s, Mention<?> a, Mention<?> b) {
    int from = Math.min(a.to(), b.to());
    int to = Math.max(a.from(), b.from());
    return s.findings().stream().anyMatch(f -> f.from() >= from && f.to() <= to);
  }
}
