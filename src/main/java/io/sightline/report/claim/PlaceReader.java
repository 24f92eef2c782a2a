package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sites and sides of each finding. A site directly before a finding describes it ("left frontal
 * mass"); one behind a preposition belongs to the finding before ("mass in the left frontal lobe");
 * one at the start of the clause belongs to the first finding ("the left frontal lobe contains a
 * mass"). Findings in a list share the site of the last; a finding without a place takes that of
 * the finding before it in the same clause.
 */
final class PlaceReader {
  private static final int DESCRIBES = 4;

  private final Clauses clauses;
  private final SideReader sides;

  PlaceReader(Lexicon lexicon) {
    clauses = new Clauses(lexicon);
    sides = new SideReader(clauses);
  }

  /** Places per finding, in the order of {@code s.findings()}; at least one each. */
  List<List<Place>> places(Marked s, List<Presence> presence) {
    List<List<Place>> own = new ArrayList<>();
    s.findings().forEach(_ -> own.add(new ArrayList<>()));
    List<Place> bySite = sitePlaces(s);
    SiteChain chain = new SiteChain(s);
    for (int i = 0; i < s.sites().size(); i++) {
      int owner = owner(s, s.sites().get(i));
      if (owner >= 0 && !chain.isBroader(i)) {
        own.get(owner).add(bySite.get(i));
      }
    }
    shareInLists(s, own);
    takeFromBefore(s, own, presence);
    for (int f = 0; f < own.size(); f++) {
      finish(s, s.findings().get(f), own.get(f));
    }
    return own;
  }

  /** Site and side of each site mention; sites in a list share a side. */
  List<Place> sitePlaces(Marked s) {
    List<Mention<?>> nouns = nouns(s);
    List<Place> out = new ArrayList<>();
    for (int i = 0; i < s.sites().size(); i++) {
      Mention<Noun<Site>> site = s.sites().get(i);
      Laterality side = sides.side(s, site, nouns);
      if (side == Laterality.NONE && i > 0 && inList(s, s.sites().get(i - 1), site)) {
        side = out.get(i - 1).side();
      }
      out.add(new Place(side, site.term().thing()));
    }
    new SiteChain(s).passSidesOn(out);
    return out;
  }

  private boolean inList(Marked s, Mention<?> first, Mention<?> second) {
    return clauses.same(s, first, second) && clauses.list(s, first.to(), second.from());
  }

  private int owner(Marked s, Mention<Noun<Site>> site) {
    int before = -1;
    int behind = -1;
    for (int f = 0; f < s.findings().size(); f++) {
      Mention<?> finding = s.findings().get(f);
      if (!clauses.same(s, finding, site)) {
        continue;
      }
      if (finding.from() <= site.from()) {
        before = f;
      } else if (behind < 0) {
        behind = f;
      }
    }
    if (behind >= 0 && describes(s, site, s.findings().get(behind)) && !led(s, before, site)) {
      return behind;
    }
    return before >= 0 ? before : behind;
  }

  /** "Oedema in the left frontal lobe": a preposition ties the site to the finding before it. */
  private boolean led(Marked s, int before, Mention<?> site) {
    return before >= 0
        && site.from() - s.findings().get(before).to() <= DESCRIBES
        && s.words(s.findings().get(before).to(), site.from()).stream().anyMatch(clauses::joins);
  }

  private boolean describes(Marked s, Mention<?> site, Mention<?> finding) {
    return finding.from() - site.to() <= DESCRIBES
        && s.words(site.to(), finding.from()).stream()
            .noneMatch(w -> clauses.joins(w) || w.equals(",") || w.equals("a") || w.equals("no"));
  }

  private void shareInLists(Marked s, List<List<Place>> own) {
    for (int f = own.size() - 2; f >= 0; f--) {
      Mention<?> here = s.findings().get(f);
      Mention<?> next = s.findings().get(f + 1);
      boolean relation =
          s.findings().get(f + 1).term().thing().extent() == Extent.RELATION
              && s.findings().get(f).term().thing().extent() != Extent.RELATION;
      if (own.get(f).isEmpty() && !relation && inList(s, here, next) && siteFollows(s, next)) {
        own.get(f).addAll(own.get(f + 1));
      }
    }
  }

  private boolean siteFollows(Marked s, Mention<?> finding) {
    return s.sites().stream()
        .anyMatch(x -> x.from() >= finding.to() && clauses.same(s, finding, x));
  }

  private void takeFromBefore(Marked s, List<List<Place>> own, List<Presence> presence) {
    for (int f = 1; f < own.size(); f++) {
      Mention<Noun<Finding>> finding = s.findings().get(f);
      if (own.get(f).isEmpty()
          && finding.term().thing().extent() != Extent.RELATION
          && presence.get(f) == presence.get(f - 1)
          && clauses.same(s, s.findings().get(f - 1), finding)) {
        own.get(f).addAll(own.get(f - 1));
      }
    }
  }

  /** Adds the side said of the finding itself. */
  private void finish(Marked s, Mention<Noun<Finding>> finding, List<Place> places) {
    Laterality side =
        finding.term().thing().extent() == Extent.RELATION
            ? sides.direction(s, finding)
            : sides.side(s, finding, nouns(s));
    if (places.isEmpty()) {
      places.add(new Place(side, null));
    } else {
      places.replaceAll(p -> p.side() == Laterality.NONE ? new Place(side, p.site()) : p);
    }
  }

  private static List<Mention<?>> nouns(Marked s) {
    return Stream.<Mention<?>>concat(s.findings().stream(), s.sites().stream()).toList();
  }
}
