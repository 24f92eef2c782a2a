package io.sightline.report.claim;

import io.sightline.report.claim.Vocabulary.Noun;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Site;
import java.util.List;

/**
 * Drops words that only look like sites: "frontal radiograph", the "midline" of a midline shift.
 */
final class SiteFilter {
  private SiteFilter() {}

  static List<Mention<Noun<Site>>> keep(
      List<Token> tokens, List<Mention<Noun<Site>>> sites, List<Mention<Noun<Finding>>> findings) {
    return sites.stream()
        .filter(s -> findings.stream().noneMatch(s::within))
        .filter(s -> !meansSomethingElse(tokens, s))
        .toList();
  }

  private static boolean meansSomethingElse(List<Token> tokens, Mention<Noun<Site>> mention) {
    Site site = mention.term().thing();
    String next = mention.to() < tokens.size() ? tokens.get(mention.to()).text() : "";
    String previous = mention.from() > 0 ? tokens.get(mention.from() - 1).text() : "";
    if (site.notBefore().contains(next) || site.notAfter().contains(previous)) {
      return true;
    }
    return mention.term().adjective() && (next.isEmpty() || next.equals("."));
  }
}
