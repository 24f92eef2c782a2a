package io.sightline.report.tool;

import io.sightline.report.cases.SimilarCases;
import io.sightline.report.gather.Gathered;
import io.sightline.specialist.SpecialistOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What specialists and cases are known, as evidence for the sentences that follow.
 *
 * @param gathered specialists that ran
 * @param cases that were looked up last
 */
public record ToolFinds(Gathered gathered, SimilarCases cases) {
  public static final ToolFinds NONE = new ToolFinds(Gathered.NOTHING, SimilarCases.NONE);

  ToolFinds and(SpecialistOutcome outcome) {
    List<SpecialistOutcome> all = new ArrayList<>(gathered.outcomes());
    all.add(outcome);
    return new ToolFinds(new Gathered(all), cases);
  }

  ToolFinds and(SimilarCases found) {
    return new ToolFinds(gathered, found);
  }
}
