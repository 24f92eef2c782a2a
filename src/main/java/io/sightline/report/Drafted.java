package io.sightline.report;

import io.sightline.report.cases.SimilarCases;
import io.sightline.report.document.DraftedBy;
import io.sightline.report.document.RouteStep;
import io.sightline.report.document.ToolCall;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.gather.Gathered;
import io.sightline.shared.Warning;
import java.util.List;

/**
 * What the draft stage leaves behind.
 *
 * @param prompt version as the report has it
 * @param gathered what was gathered before, then what tools brought
 * @param cases those that are known now
 * @param route who drafted, and which specialists were asked for meanwhile
 */
record Drafted(
    Draft draft,
    DraftedBy by,
    String prompt,
    List<ToolCall> toolCalls,
    Gathered gathered,
    SimilarCases cases,
    List<RouteStep> route,
    List<Warning> warnings) {
  Drafted {
    toolCalls = List.copyOf(toolCalls);
    route = List.copyOf(route);
    warnings = List.copyOf(warnings);
  }
}
