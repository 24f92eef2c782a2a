package io.sightline.chat.answer;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.Region;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.report.remote.Usage;
import io.sightline.shared.Warning;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer as clients see it.
 *
 * @param asked the question as it was understood: "How big is the mass?" for "How big is it?"
 * @param text all sentences
 * @param declined null when there is an answer
 * @param missing sequences that the bundle could have used and did not get
 * @param toolCalls what a remote generalist asked this server for, in order
 * @param evidence what the sentences' verdicts rest on
 */
public record Answer(
    String asked,
    String text,
    List<Sentence> sentences,
    List<Region> regions,
    List<Evidence> evidence,
    @Nullable Declined declined,
    AnsweredBy answeredBy,
    List<String> missing,
    List<ToolCall> toolCalls,
    List<Warning> warnings,
    Usage usage,
    Map<String, Long> timings,
    String disclaimer) {
  public static final String DISCLAIMER = "Research use only. Not for diagnosis.";

  public Answer {
    sentences = List.copyOf(sentences);
    regions = List.copyOf(regions);
    evidence = List.copyOf(evidence);
    missing = List.copyOf(missing);
    toolCalls = List.copyOf(toolCalls);
    warnings = List.copyOf(warnings);
    timings = Map.copyOf(timings);
  }
}
