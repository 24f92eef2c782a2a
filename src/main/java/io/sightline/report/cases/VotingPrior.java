package io.sightline.report.cases;

import io.sightline.report.ground.LesionHead;
import io.sightline.report.lexicon.Finding;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.retrieval.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the retrieved cases say of one finding: each case has one vote.
 *
 * @param prior share of all retrieved cases that show the finding, 0..1
 * @param present cases that show it
 * @param absent cases that exclude it and nowhere show it
 * @param silent cases that say nothing certain of it
 * @param model the lesion head's highest probability of it in any voxel, or null when no head of
 *     the bundle sees it
 */
record VotingPrior(
    String finding, double prior, int present, int absent, int silent, @Nullable Double model) {

  /** For every finding that any of the cases names, in the order of their ids. */
  static List<VotingPrior> of(List<Case> cases, Lexicon lexicon, LesionHead head) {
    return of(cases, id -> lexicon.finding(id).map(f -> score(head, f)).orElse(null));
  }

  static List<VotingPrior> of(List<Case> cases, Function<String, @Nullable Double> model) {
    TreeSet<String> named = new TreeSet<>();
    cases.forEach(c -> c.labels().forEach(l -> named.add(l.finding())));
    List<VotingPrior> out = new ArrayList<>();
    for (String finding : named) {
      int present = (int) cases.stream().filter(c -> c.shows(finding)).count();
      int absent =
          (int) cases.stream().filter(c -> !c.shows(finding) && c.says(finding, "absent")).count();
      out.add(
          new VotingPrior(
              finding,
              round((double) present / cases.size()),
              present,
              absent,
              cases.size() - present - absent,
              model.apply(finding)));
    }
    return out;
  }

  private static @Nullable Double score(LesionHead head, Finding finding) {
    return head.sees(finding) ? round(head.highestProbability(finding)) : null;
  }

  /** As evidence shows it. */
  Map<String, Object> value() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("finding", finding);
    out.put("prior", prior);
    out.put("present", present);
    out.put("absent", absent);
    out.put("silent", silent);
    out.put("model", model);
    return out;
  }

  private static double round(double v) {
    return Math.round(v * 1000) / 1000.0;
  }
}
