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
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The gather stage: plans which specialists run on a study and runs them one after another. Nothing
 * that they do fails a report. Thread-safe; blocking.
 */
public final class Gatherer {
  private final SpecialistRegistry registry;
  private final SpecialistRunner runner;
  private final Budget budget;
  private final TrustSource trust;

  /** Trusts specialists as far as their manifests say. */
  public Gatherer(SpecialistRegistry registry, SpecialistRunner runner, Budget budget) {
    this(registry, runner, budget, TrustSource.MANIFESTS);
  }

  public Gatherer(
      SpecialistRegistry registry, SpecialistRunner runner, Budget budget, TrustSource trust) {
    this.registry = registry;
    this.runner = runner;
    this.budget = budget;
    this.trust = trust;
  }

  /** Ids of all specialists, those that cannot run too. */
  public List<String> known() {
    return registry.bundles().stream().map(Bundle::id).toList();
  }

  /** What all specialists of one report or answer together may take. */
  public Budget budget() {
    return budget;
  }

  /** The manifest of a specialist that ran. */
  public Optional<Bundle> find(String specialist) {
    return registry.bundles().stream().filter(b -> b.id().equals(specialist)).findFirst();
  }

  /**
   * By manifests alone: for callers that name what they want.
   *
   * @param generalist id of the bundle that reads the study
   * @param wishes as the report's options have them
   */
  public RoutePlan plan(Selection selection, String generalist, String wishes) {
    return Router.plan(
        RoutingCases.of(selection, generalist), Wishes.of(wishes), budget, registry.bundles());
  }

  /**
   * With what signed cases say of the specialists.
   *
   * @param image of the study, which similar cases are looked up by
   */
  public RoutePlan plan(Selection selection, String generalist, String wishes, StudyImage image) {
    return plan(selection, generalist, wishes, image, registry.bundles());
  }

  /** Only of those whose labels say which findings they show: what a prompt is told of. */
  public RoutePlan planFindings(Selection selection, String generalist, StudyImage image) {
    List<Bundle> finders =
        registry.bundles().stream().filter(b -> b.manifest().tellsFindings()).toList();
    return plan(selection, generalist, "auto", image, finders);
  }

  private RoutePlan plan(
      Selection selection,
      String generalist,
      String wishes,
      StudyImage image,
      List<Bundle> specialists) {
    return Router.plan(
        RoutingCases.of(selection, generalist),
        Wishes.of(wishes),
        budget,
        trust.of(image, specialists),
        specialists);
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
    return plan.choices().stream()
        .map(c -> step(c, gathered).trusting(TrustShown.of(plan.trust(), c)))
        .toList();
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
              return RouteStep.planned(c.bundle(), "run", reason, o.millis(), expected);
            })
        .orElseGet(() -> RouteStep.planned(c.bundle(), "skip", c.reason(), null, expected));
  }
}
