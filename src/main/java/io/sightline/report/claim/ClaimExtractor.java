package io.sightline.report.claim;

import io.sightline.report.claim.MeasurementReader.Found;
import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads claims out of any English sentence with the lexicon; nothing is claimed that no word of the
 * lexicon says. Thread-safe.
 */
public final class ClaimExtractor {
  private final Lexicon lexicon;
  private final Vocabulary vocabulary;
  private final PresenceReader presence;
  private final PlaceReader places;
  private final MeasurementReader measures;
  private final NormalReader normal;
  private final Clauses clauses;

  public ClaimExtractor(Lexicon lexicon) {
    this.lexicon = lexicon;
    this.vocabulary = new Vocabulary(lexicon);
    this.presence = new PresenceReader(lexicon);
    this.places = new PlaceReader(lexicon);
    this.measures = new MeasurementReader(lexicon);
    this.normal = new NormalReader(lexicon);
    this.clauses = new Clauses(lexicon);
  }

  /** Claims in the order of the sentence, without repetition. */
  public List<Claim> claims(String sentence) {
    return read(sentence).claims();
  }

  public Reading read(String sentence) {
    Marked s = vocabulary.mark(sentence);
    List<Presence> present = s.findings().stream().map(f -> presence.presence(s, f)).toList();
    List<List<Place>> where = places.places(s, present);
    List<Found> found = measures.read(s);
    Set<Claim> claims = new LinkedHashSet<>();
    for (int f = 0; f < s.findings().size(); f++) {
      Mention<Noun<Finding>> finding = s.findings().get(f);
      if (!presence.hypothetical(s, finding)) {
        List<Measurement> sizes = sizes(s, finding, found, present.get(f));
        Presence said = present.get(f);
        where.get(f).forEach(p -> add(claims, finding, said, p, sizes));
      }
    }
    claims.addAll(normal.read(s, places.sitePlaces(s)));
    return new Reading(withoutRepeats(claims), found.stream().map(Found::stated).toList());
  }

  private void add(
      Set<Claim> out,
      Mention<Noun<Finding>> finding,
      Presence presence,
      Place place,
      List<Measurement> sizes) {
    Finding named = finding.term().thing();
    String id =
        place.site() == null
            ? named.id()
            : lexicon.meaning(named, place.site(), finding.term().plural()).id();
    String site = place.site() == null ? null : place.site().name();
    if (sizes.isEmpty()) {
      out.add(new Claim(id, presence, place.side(), site, null));
    }
    sizes.forEach(m -> out.add(new Claim(id, presence, place.side(), site, m)));
  }

  private List<Measurement> sizes(
      Marked s, Mention<Noun<Finding>> finding, List<Found> found, Presence presence) {
    if (presence == Presence.ABSENT) {
      return List.of();
    }
    return found.stream()
        .filter(f -> finding.equals(owner(s, f.mention())))
        .map(f -> f.stated().measurement())
        .filter(m -> m.quantity().equals("max-diameter") || m.quantity().equals("volume"))
        .toList();
  }

  /** "A 4 cm mass": the finding behind; otherwise the one before, or the first in the clause. */
  private @Nullable Mention<Noun<Finding>> owner(Marked s, Mention<Measurement> size) {
    Predicate<Mention<?>> here = f -> clauses.same(s, size, f);
    var behind = s.findings().stream().filter(f -> f.from() >= size.to()).filter(here).findFirst();
    if (behind.isPresent() && describes(s, size, behind.get())) {
      return behind.get();
    }
    List<Mention<Noun<Finding>>> before =
        s.findings().stream().filter(f -> f.to() <= size.from()).filter(here).toList();
    return before.isEmpty() ? behind.orElse(null) : before.getLast();
  }

  private boolean describes(Marked s, Mention<?> size, Mention<?> finding) {
    return finding.from() - size.to() <= 6
        && s.words(size.to(), finding.from()).stream()
            .noneMatch(w -> clauses.joins(w) || w.equals(",") || w.equals(")"));
  }

  /** A claim without a place or side adds nothing to the same claim with one. */
  private static List<Claim> withoutRepeats(Set<Claim> claims) {
    List<Claim> all = new ArrayList<>(claims);
    all.removeIf(c -> claims.stream().anyMatch(o -> o != c && says(o, c)));
    return all;
  }

  private static boolean says(Claim rich, Claim poor) {
    boolean placed = poor.site() == null || poor.site().equals(rich.site());
    return placed
        && rich.finding().equals(poor.finding())
        && rich.presence() == poor.presence()
        && (poor.measurement() == null || poor.measurement().equals(rich.measurement()))
        && (poor.laterality() == Laterality.NONE || poor.laterality() == rich.laterality());
  }
}
