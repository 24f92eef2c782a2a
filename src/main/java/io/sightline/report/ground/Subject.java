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
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a requested region is to show: a finding that is there, or else the place that the sentence
 * speaks of ("the left thalamus is normal").
 *
 * @param finding null when the sentence only names a place
 */
public record Subject(@Nullable Finding finding, @Nullable Site site, Laterality side) {
  public static final Subject UNKNOWN = new Subject(null, null, Laterality.NONE);

  /**
   * One per request of a sentence, in order. Findings that no region shows yet come first: in "the
   * mass is surrounded by oedema" the oedema is what is new.
   *
   * @param known whether a finding was pointed at before
   */
  public static List<Subject> of(
      List<Claim> claims, int requests, Lexicon lexicon, Predicate<Finding> known) {
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
    List<Subject> all = shown.isEmpty() ? places : newFirst(shown.values(), known);
    List<Subject> out = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      out.add(all.isEmpty() ? UNKNOWN : all.get(Math.min(i, all.size() - 1)));
    }
    return out;
  }

  private static List<Subject> newFirst(Collection<Subject> shown, Predicate<Finding> known) {
    return shown.stream()
        .sorted(Comparator.comparing((Subject s) -> s.finding() != null && known.test(s.finding())))
        .toList();
  }

  /** Label of the region. */
  public String label() {
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
