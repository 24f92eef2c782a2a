package io.sightline.report.gather;

import io.sightline.bundle.Bundle;
import io.sightline.report.document.RouteStep;
import io.sightline.report.scope.Selection;
import io.sightline.routing.Budget;
import io.sightline.routing.RouteChoice;
import io.sightline.routing.RoutePlan;
import io.sightline.routing.Router;
import io.sightline.routing.Wishes;
import io.sightline.shared.Cancellation;
import io.sightline.shared.Warning;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.specialist.SpecialistRegistry;
import io.sightline.specialist.SpecialistRunner;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/**
 * The gather stage: plans which specialists run on a study and runs them one after another. Nothing
 * that they do fails a report. Thread-safe; blocking.
 */
public final class Gatherer {
  private final SpecialistRegistry registry;
  private final SpecialistRunner runner;
  private final Budget budget;

  public Gatherer(SpecialistRegistry registry, SpecialistRunner runner, Budget budget) {
    this.registry = registry;
    this.runner = runner;
    this.budget = budget;
  }

  /** Ids of all specialists, those that cannot run too. */
  public List<String> known() {
    return registry.bundles().stream().map(Bundle::id).toList();
  }

  /** What all specialists of one report or answer together may take. */
  public Budget budget() {
    return budget;
  }

  /**
   * @param generalist id of the bundle that reads the study
   * @param wishes as the report's options have them
   */
  public RoutePlan plan(Selection selection, String generalist, String wishes) {
    return plan(selection, generalist, wishes, registry.bundles());
  }

  /** Only of those whose labels say which findings they show: what a prompt is told of. */
  public RoutePlan planFindings(Selection selection, String generalist) {
    List<Bundle> finders =
        registry.bundles().stream().filter(b -> b.manifest().tellsFindings()).toList();
    return plan(selection, generalist, "auto", finders);
  }

  private RoutePlan plan(
      Selection selection, String generalist, String wishes, List<Bundle> specialists) {
    return Router.plan(
        RoutingCases.of(selection, generalist), Wishes.of(wishes), budget, specialists);
  }

  /**
   * @throws io.sightline.shared.ProblemException {@code cancelled}
   */
  public Gathered run(
      RoutePlan plan, SequencedMap<Sequence, Volume> volumes, Cancellation cancellation) {
    List<SpecialistOutcome> outcomes = new ArrayList<>();
    for (String id : plan.toRun()) {
      cancellation.check();
      outcomes.add(runner.run(id, volumes, cancellation));
    }
    return new Gathered(outcomes);
  }

  /** The plan and what became of it, as the report shows it. */
  public static List<RouteStep> route(RoutePlan plan, Gathered gathered) {
    return plan.choices().stream().map(c -> step(c, gathered)).toList();
  }

  private static RouteStep step(RouteChoice c, Gathered gathered) {
    Long expected = c.expected().millis() == 0 ? null : c.expected().millis();
    return gathered.outcomes().stream()
        .filter(o -> o.specialist().equals(c.bundle()))
        .findFirst()
        .map(
            o -> {
              Warning warning = o.warning();
              String reason =
                  warning == null
                      ? c.reason()
                      : c.reason() + "; it gave nothing: " + warning.code();
              return new RouteStep(c.bundle(), "run", reason, o.millis(), expected);
            })
        .orElseGet(() -> new RouteStep(c.bundle(), "skip", c.reason(), null, expected));
  }
}
