package io.sightline.report.document;

import io.sightline.shared.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the next state of a report. Not thread-safe. */
public final class ReportBuilder {
  private final Report from;
  private ReportStatus status;
  private int attempt;
  private BundleRef bundle;
  private List<InputRef> inputs;
  private List<String> missing;
  private List<Contribution> contributions;
  private List<RouteStep> route;
  private @Nullable Refusal refusal;
  private @Nullable Failure failure;
  private List<Section> sections;
  private List<Sentence> sentences;
  private List<Region> regions;
  private List<Evidence> evidence;
  private @Nullable DraftedBy draftedBy;
  private List<ToolCall> toolCalls;
  private List<Warning> warnings;
  private Map<String, Long> timings;

  ReportBuilder(Report from) {
    this.from = from;
    this.status = from.status();
    this.attempt = from.attempt();
    this.bundle = from.bundle();
    this.inputs = from.inputs();
    this.missing = from.missing();
    this.contributions = from.contributions();
    this.route = from.route();
    this.refusal = from.refusal();
    this.failure = from.failure();
    this.sections = from.sections();
    this.sentences = from.sentences();
    this.regions = from.regions();
    this.evidence = from.evidence();
    this.draftedBy = from.draftedBy();
    this.toolCalls = from.toolCalls();
    this.warnings = from.warnings();
    this.timings = from.timings();
  }

  public ReportBuilder status(ReportStatus value) {
    this.status = value;
    return this;
  }

  public ReportBuilder attempt(int value) {
    this.attempt = value;
    return this;
  }

  public ReportBuilder bundle(BundleRef value) {
    this.bundle = value;
    return this;
  }

  public ReportBuilder inputs(List<InputRef> value) {
    this.inputs = value;
    return this;
  }

  public ReportBuilder missing(List<String> value) {
    this.missing = value;
    return this;
  }

  public ReportBuilder contributions(List<Contribution> value) {
    this.contributions = value;
    return this;
  }

  public ReportBuilder route(List<RouteStep> value) {
    this.route = value;
    return this;
  }

  public ReportBuilder refusal(@Nullable Refusal value) {
    this.refusal = value;
    return this;
  }

  public ReportBuilder failure(@Nullable Failure value) {
    this.failure = value;
    return this;
  }

  public ReportBuilder sections(List<Section> value) {
    this.sections = value;
    return this;
  }

  public ReportBuilder sentences(List<Sentence> value) {
    this.sentences = value;
    return this;
  }

  public ReportBuilder regions(List<Region> value) {
    this.regions = value;
    return this;
  }

  public ReportBuilder evidence(List<Evidence> value) {
    this.evidence = value;
    return this;
  }

  public ReportBuilder draftedBy(@Nullable DraftedBy value) {
    this.draftedBy = value;
    return this;
  }

  public ReportBuilder toolCalls(List<ToolCall> value) {
    this.toolCalls = value;
    return this;
  }

  public ReportBuilder warnings(List<Warning> value) {
    this.warnings = value;
    return this;
  }

  public ReportBuilder timings(Map<String, Long> value) {
    this.timings = value;
    return this;
  }

  /** Adds what one stage took. */
  public ReportBuilder timing(String stage, long millis) {
    Map<String, Long> all = new LinkedHashMap<>(timings);
    all.put(stage, millis);
    return timings(all);
  }

  public Report build() {
    return new Report(
        from.id(),
        from.studyId(),
        status,
        attempt,
        from.createdAt(),
        bundle,
        from.options(),
        inputs,
        missing,
        contributions,
        route,
        refusal,
        failure,
        sections,
        sentences,
        regions,
        evidence,
        draftedBy,
        toolCalls,
        warnings,
        timings,
        from.disclaimer());
  }
}
