package io.sightline.report.document;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sightline.shared.Warning;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A report at any stage of its life: what {@code GET /api/reports/{id}} answers. Immutable; each
 * stage of the job makes the next one.
 *
 * @param attempt how many times the job began; more than 1 after a restart
 * @param failure set when the status is failed or cancelled
 * @param draftedBy whose words the sentences are; null until they are written
 * @param toolCalls what a remote generalist asked this server for while it drafted, in order
 * @param timings milliseconds per stage
 */
public record Report(
    String id,
    String studyId,
    ReportStatus status,
    int attempt,
    Instant createdAt,
    BundleRef bundle,
    ReportOptions options,
    List<InputRef> inputs,
    List<String> missing,
    List<Contribution> contributions,
    List<RouteStep> route,
    @Nullable Refusal refusal,
    @Nullable Failure failure,
    List<Section> sections,
    List<Sentence> sentences,
    List<Region> regions,
    List<Evidence> evidence,
    @Nullable DraftedBy draftedBy,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<ToolCall> toolCalls,
    List<Warning> warnings,
    Map<String, Long> timings,
    String disclaimer) {
  public static final String DISCLAIMER = "Research use only. Not for diagnosis.";

  public Report {
    inputs = List.copyOf(inputs);
    missing = List.copyOf(missing);
    contributions = List.copyOf(contributions);
    route = List.copyOf(route);
    sections = List.copyOf(sections);
    sentences = List.copyOf(sentences);
    regions = List.copyOf(regions);
    evidence = List.copyOf(evidence);
    toolCalls = List.copyOf(toolCalls);
    warnings = List.copyOf(warnings);
    timings = Collections.unmodifiableMap(new LinkedHashMap<>(timings));
  }

  /** A report as it is asked for: nothing of it is made yet. */
  public static Report queued(
      String id, String studyId, Instant createdAt, BundleRef bundle, ReportOptions options) {
    return new Report(
        id,
        studyId,
        ReportStatus.QUEUED,
        0,
        createdAt,
        bundle,
        options,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        Map.of(),
        DISCLAIMER);
  }

  public Optional<Sentence> sentence(String sentenceId) {
    return sentences.stream().filter(s -> s.id().equals(sentenceId)).findFirst();
  }

  public Optional<Region> region(String regionId) {
    return regions.stream().filter(r -> r.id().equals(regionId)).findFirst();
  }

  /** The evidence of one kind that a sentence cites, in order. */
  public List<Evidence> cited(Sentence by, String kind) {
    return evidence.stream()
        .filter(e -> e.kind().equals(kind) && by.evidence().contains(e.id()))
        .toList();
  }

  /** A builder that begins with what is here. */
  public ReportBuilder toBuilder() {
    return new ReportBuilder(this);
  }
}
