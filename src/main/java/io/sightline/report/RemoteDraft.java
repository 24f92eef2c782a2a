package io.sightline.report;

import io.sightline.report.cases.SimilarCases;
import io.sightline.report.document.ToolCall;
import io.sightline.report.draft.Drafter.Draft;
import io.sightline.report.gather.Gathered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a remote generalist made of a study.
 *
 * @param draft its sentences; none when it is away
 * @param prompt file and version of {@code prompts/}
 * @param toolCalls in order, those before it failed too
 * @param gathered what was gathered before, then what its calls brought
 * @param cases those that are known now
 * @param away why it wrote nothing, in words for the reader; null when it answered
 */
public record RemoteDraft(
    Draft draft,
    String prompt,
    List<ToolCall> toolCalls,
    Gathered gathered,
    SimilarCases cases,
    @Nullable String away) {
  public RemoteDraft {
    toolCalls = List.copyOf(toolCalls);
  }
}
