package io.sightline.report;

import io.sightline.bundle.Bundle;
import io.sightline.report.document.DraftedBy;
import io.sightline.report.document.RouteStep;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.draft.Prompt;
import io.sightline.report.draft.PromptFile;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.shared.Warning;
import io.sightline.specialist.SpecialistOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The draft stage: the bundle's own model writes, or the remote generalist where the request names
 * it. When that is away the bundle writes after all, and a warning says so. Thread-safe; blocking.
 */
final class DraftStage {
  private final Drafter drafter;
  private final PromptFile prompt;
  private final RemoteDrafter remote;

  DraftStage(Drafter drafter, PromptFile prompt, RemoteDrafter remote) {
    this.drafter = drafter;
    this.prompt = prompt;
    this.remote = remote;
  }

  /**
   * @throws ProblemException {@code cancelled}; {@code remote_failed} when the remote generalist is
   *     away and the bundle has no language model; {@code invalid_bundle}
   */
  Drafted run(DraftTask task) {
    if (!task.options().remote()) {
      return ofBundle(task);
    }
    long start = System.nanoTime();
    RemoteDraft written = remote.draft(task);
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return written.away() == null ? ofRemote(task, written, ms) : instead(task, written);
  }

  private Drafted ofBundle(DraftTask task) {
    Bundle bundle = task.reading().bundle();
    Prompt rendered =
        Prompt.render(Drafter.language(bundle), prompt, task.reading().sequences(), task.words());
    Draft draft =
        drafter.draft(
            bundle,
            task.reading().encoding(),
            rendered,
            task.options().seed(),
            task.sentences(),
            task.cancellation());
    return new Drafted(
        draft,
        new DraftedBy("bundle", bundle.id()),
        rendered.version(),
        List.of(),
        task.gathered(),
        task.cases(),
        List.of(),
        warnings(draft, "The model wrote no sentence."));
  }

  private Drafted ofRemote(DraftTask task, RemoteDraft written, long ms) {
    written.draft().sentences().forEach(task.sentences());
    List<RouteStep> route = asked(task, written);
    route.add(RouteStep.run(RemoteDrafter.NAME, "the reader named it; it drafts", ms));
    String silence =
        written.toolCalls().isEmpty()
            ? "The model wrote no sentence."
            : "The model called tools and wrote no sentence.";
    return new Drafted(
        written.draft(),
        new DraftedBy("remote", remote.model().orElse("")),
        written.prompt(),
        written.toolCalls(),
        written.gathered(),
        written.cases(),
        route,
        warnings(written.draft(), silence));
  }

  private Drafted instead(DraftTask task, RemoteDraft written) {
    String why = Objects.requireNonNull(written.away());
    Bundle bundle = task.reading().bundle();
    if (bundle.manifest().language() == null) {
      throw new ProblemException(
          ErrorCode.REMOTE_FAILED,
          why + " Bundle %s cannot draft in its place.".formatted(bundle.id()));
    }
    Drafted own = ofBundle(task);
    List<RouteStep> route = asked(task, written);
    route.add(RouteStep.skip(RemoteDrafter.NAME, why));
    List<Warning> warnings = new ArrayList<>(own.warnings());
    warnings.add(new Warning("remote_away", why + " The bundle drafted instead."));
    return new Drafted(
        own.draft(),
        own.by(),
        own.prompt(),
        written.toolCalls(),
        written.gathered(),
        written.cases(),
        route,
        warnings);
  }

  /** The specialists that ran because the model asked for them. */
  private static List<RouteStep> asked(DraftTask task, RemoteDraft written) {
    List<RouteStep> out = new ArrayList<>();
    written.gathered().outcomes().stream()
        .skip(task.gathered().outcomes().size())
        .map(DraftStage::asked)
        .forEach(out::add);
    return out;
  }

  private static RouteStep asked(SpecialistOutcome o) {
    return RouteStep.run(
        o.specialist(), "the remote generalist asked for it while it drafted", o.millis());
  }

  private static List<Warning> warnings(Draft draft, String silence) {
    List<Warning> out = new ArrayList<>();
    if (draft.dropped() > 0) {
      out.add(
          new Warning(
              "too_many_sentences",
              "The model wrote %d sentences more than are kept.".formatted(draft.dropped())));
    }
    if (draft.sentences().isEmpty()) {
      out.add(new Warning("empty_draft", silence));
    }
    return out;
  }
}
