package io.sightline.report;

import io.sightline.report.cases.SimilarCases;
import io.sightline.report.document.ReportOptions;
import io.sightline.report.document.ToolCall;
import io.sightline.report.draft.DraftSentence;
import io.sightline.report.draft.PromptEvidence;
import io.sightline.report.gather.Gathered;
import io.sightline.shared.Cancellation;
import java.util.function.Consumer;

/**
 * What is to be drafted, and from what.
 *
 * @param words the same evidence as prompts have it
 * @param sentences takes each sentence as soon as it is certain
 * @param calls takes each tool that a remote generalist called
 */
public record DraftTask(
    String studyId,
    ReportOptions options,
    StudyReading reading,
    Gathered gathered,
    SimilarCases cases,
    PromptEvidence words,
    Consumer<DraftSentence> sentences,
    Consumer<ToolCall> calls,
    Cancellation cancellation) {}
