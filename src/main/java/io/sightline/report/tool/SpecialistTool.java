package io.sightline.report.tool;

import io.sightline.language.remote.RemoteTool;
import io.sightline.report.SpecialistEvidence;
import io.sightline.report.gather.Gatherer;
import io.sightline.routing.RouteChoice;
import io.sightline.routing.RouteChoice.Decision;
import io.sightline.routing.RoutePlan;
import io.sightline.specialist.SpecialistOutcome;
import io.sightline.study.Studies;
import io.sightline.volume.Sequence;
import io.sightline.volume.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * {@code run_specialist}: one that the router lets run on this study, as long as all that the model
 * asked for in the turn stay within the router's budget of time. One that ran already gives what it
 * gave.
 */
final class SpecialistTool implements Tool {
  static final String NAME = "run_specialist";

  private final Gatherer gatherer;
  private final Studies studies;

  SpecialistTool(Gatherer gatherer, Studies studies) {
    this.gatherer = gatherer;
    this.studies = studies;
  }

  @Override
  public Optional<RemoteTool> offer(ToolCase c) {
    List<RouteChoice> allowed =
        gatherer
            .plan(c.reading().selection(), generalist(c), String.join(",", gatherer.known()))
            .choices()
            .stream()
            .filter(choice -> choice.decision() == Decision.RUN)
            .filter(choice -> choice.expected().millis() <= gatherer.budget().millis())
            .toList();
    if (allowed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RemoteTool(
            NAME,
            "Runs another network on this study and gives the volumes of what it finds. "
                + String.join("; ", allowed.stream().map(choice -> words(choice, c)).toList())
                + ".",
            List.of(
                RemoteTool.Argument.oneOf(
                    "bundle", "id", allowed.stream().map(RouteChoice::bundle).toList()))));
  }

  private static String generalist(ToolCase c) {
    return c.reading().bundle().manifest().id();
  }

  private static String words(RouteChoice choice, ToolCase c) {
    return c.outcome(choice.bundle()).isPresent()
        ? choice.bundle() + " ran already"
        : String.format(
            Locale.ROOT,
            "%s takes about %.0f s",
            choice.bundle(),
            choice.expected().millis() / 1e3);
  }

  @Override
  public ToolResult run(ToolArguments arguments, ToolCase c) {
    String id = arguments.text("bundle");
    if (!gatherer.known().contains(id)) {
      throw new ToolRefusal("there is no specialist of this name");
    }
    Optional<SpecialistOutcome> known = c.outcome(id);
    if (known.isPresent()) {
      return new ToolResult(value(known.get()), c.found());
    }
    RoutePlan plan = gatherer.plan(c.reading().selection(), generalist(c), id);
    RouteChoice choice =
        plan.choices().stream().filter(x -> x.bundle().equals(id)).findFirst().orElseThrow();
    if (choice.decision() != Decision.RUN) {
      throw new ToolRefusal("it does not run: " + choice.reason());
    }
    requireTime(plan, choice, c);
    SpecialistOutcome outcome =
        gatherer.run(plan, volumes(c), c.cancellation()).outcomes().getFirst();
    return new ToolResult(value(outcome), c.found().and(outcome));
  }

  private static void requireTime(RoutePlan plan, RouteChoice choice, ToolCase c) {
    long spent = c.spentMs();
    if (spent + choice.expected().millis() > plan.budget().millis()) {
      throw new ToolRefusal(
          String.format(
              Locale.ROOT,
              "it would take %.0f s, %.0f of %.0f s are left",
              choice.expected().millis() / 1e3,
              Math.max(0, plan.budget().millis() - spent) / 1e3,
              plan.budget().millis() / 1e3));
    }
  }

  private SequencedMap<Sequence, Volume> volumes(ToolCase c) {
    SequencedMap<Sequence, Volume> out = new LinkedHashMap<>();
    c.reading()
        .inputs()
        .forEach(
            i ->
                out.put(
                    i.slot(), studies.volume(c.studyId(), i.series().uid(), i.volume().index())));
    return out;
  }

  private static Map<String, Object> value(SpecialistOutcome outcome) {
    if (outcome.warning() != null) {
      throw new ToolRefusal(outcome.warning().message());
    }
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("source", "specialist:" + outcome.specialist());
    out.putAll(SpecialistEvidence.of(outcome).map(SpecialistEvidence::value).orElse(Map.of()));
    return out;
  }
}
