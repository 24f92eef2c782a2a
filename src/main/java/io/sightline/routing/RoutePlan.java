package io.sightline.routing;

import io.sightline.routing.trust.TrustTable;
import java.util.List;

/**
 * Which specialists run on a study, in order, and why the others do not. Carries everything that it
 * was made from but the bundles, which its choices name by hash: the same input makes the same
 * plan.
 *
 * @param trust in specialists, as it was when the plan was made
 */
public record RoutePlan(
    RoutingCase study, Wishes wishes, Budget budget, TrustTable trust, List<RouteChoice> choices) {
  public RoutePlan {
    choices = List.copyOf(choices);
  }

  /** Ids of those that run, in order. */
  public List<String> toRun() {
    return choices.stream()
        .filter(c -> c.decision() == RouteChoice.Decision.RUN)
        .map(RouteChoice::bundle)
        .toList();
  }
}
