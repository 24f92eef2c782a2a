package io.sightline.report.ground;

import io.sightline.report.claim.Claim;
import io.sightline.report.claim.Laterality;
import io.sightline.report.claim.Presence;
import io.sightline.report.lexicon.Extent;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.Site;
import io.sightline.shared.CodedConcept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a requested region is to show: a finding that is there, or else the place that the sentence
 * speaks of ("the left thalamus is normal").
 *
 * @param finding null when the sentence only names a place
 */
public record Subject(@Nullable Finding finding, @Nullable Site site, Laterality side) {
  private static final Subject UNKNOWN = new Subject(null, null, Laterality.NONE);

  /** One per request of a sentence, in order: distinct findings first, then the last one again. */
  static List<Subject> of(List<Claim> claims, int requests, Lexicon lexicon) {
    Map<String, Subject> shown = new LinkedHashMap<>();
    List<Subject> places = new ArrayList<>();
    for (Claim c : claims) {
      Finding finding = lexicon.finding(c.finding()).orElse(null);
      Site site = c.site() == null ? null : lexicon.site(c.site()).orElse(null);
      boolean there = c.presence() != Presence.ABSENT;
      if (finding != null && there && finding.extent() != Extent.RELATION) {
        shown.putIfAbsent(c.finding(), new Subject(finding, site, c.laterality()));
      } else if (site != null) {
        places.add(new Subject(null, site, c.laterality()));
      }
    }
    List<Subject> all = shown.isEmpty() ? places : List.copyOf(shown.values());
    List<Subject> out = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      out.add(all.isEmpty() ? UNKNOWN : all.get(Math.min(i, all.size() - 1)));
    }
    return out;
  }

  /** Label of the region. */
  String label() {
    if (finding != null) {
      return finding.name();
    }
    if (site == null) {
      return "region";
    }
    boolean sided = side == Laterality.LEFT || side == Laterality.RIGHT;
    return sided ? side.word() + " " + site.name() : site.name();
  }

  @Nullable CodedConcept code() {
    return finding != null ? finding.code() : site != null ? site.code() : null;
  }

  String colour() {
    return finding != null ? finding.colour() : "#56b4e9";
  }
}
