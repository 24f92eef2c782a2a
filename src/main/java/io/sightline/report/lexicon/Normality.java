package io.sightline.report.lexicon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Phrases that call a site normal.
 *
 * @param only per phrase, the ids of the only sites it says something about
 * @param notBefore next words that make it no judgement
 * @param denied previous words that turn it round
 */
public record Normality(
    List<String> phrases,
    Map<String, List<String>> only,
    Set<String> notBefore,
    Set<String> denied) {
  public Normality {
    phrases = List.copyOf(phrases);
    only = Map.copyOf(only);
    notBefore = Set.copyOf(notBefore);
    denied = Set.copyOf(denied);
  }

  /** Whether the phrase says something about the site. */
  public boolean fits(String phrase, Site site) {
    List<String> sites = only.get(phrase);
    return sites == null || sites.contains(site.id());
  }
}
