package io.sightline.report.tool;

import io.sightline.language.remote.RemoteTool;
import io.sightline.report.cases.CaseEvidence;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.cases.SimilarCases;
import io.sightline.retrieval.CaseHit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code similar_cases}: prior cases of other patients that look like this study, with their labels
 * and those of their sentences in which the lexicon reads a claim. Where a report has looked them
 * up already, those.
 */
final class SimilarCasesTool implements Tool {
  static final String NAME = "similar_cases";
  private static final int DEFAULT_K = 3;
  private static final int MOST_K = 5;

  private final CaseRetriever retriever;
  private final CaseText words;

  SimilarCasesTool(CaseRetriever retriever, CaseText words) {
    this.retriever = retriever;
    this.words = words;
  }

  @Override
  public Optional<RemoteTool> offer(ToolCase c) {
    return Optional.of(
        new RemoteTool(
            NAME,
            "Earlier cases of other patients whose images look like this study, with what their"
                + " readers wrote. They are not this study: they tell what to look for.",
            List.of(RemoteTool.Argument.number("k", "how many, 1 to " + MOST_K))));
  }

  @Override
  public ToolResult run(ToolArguments arguments, ToolCase c) {
    int k = arguments.number("k", DEFAULT_K, 1, MOST_K);
    if (!c.knownCases().hits().isEmpty()) {
      return new ToolResult(value(c.knownCases(), k), c.found());
    }
    CaseRetriever.Outcome found =
        retriever.retrieve(
            c.studyId(), c.reading().bundle(), c.reading().encoding(), c.reading().head(), k);
    if (found.cases().hits().isEmpty()) {
      throw new ToolRefusal(found.step().reason());
    }
    return new ToolResult(value(found.cases(), k), c.found().and(found.cases()));
  }

  private Map<String, Object> value(SimilarCases cases, int k) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("cases", cases.hits().stream().limit(k).map(this::hit).toList());
    value.put("votes", CaseEvidence.votes(cases).get("findings"));
    return value;
  }

  private Map<String, Object> hit(CaseHit hit) {
    Map<String, Object> all = CaseEvidence.of(hit);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("case", hit.value().id());
    out.put("synthetic", hit.value().synthetic());
    out.put("similarity", all.get("similarity"));
    out.put("labels", all.get("labels"));
    out.put("sentences", words.sentences(hit.value()));
    return out;
  }
}
