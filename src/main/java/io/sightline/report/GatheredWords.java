package io.sightline.report;

import io.sightline.report.cases.CaseText;
import io.sightline.report.cases.CasesLine;
import io.sightline.report.cases.SimilarCases;
import io.sightline.report.draft.PromptEvidence;
import io.sightline.report.gather.Gathered;
import io.sightline.report.gather.MeasuredLine;
import io.sightline.report.gather.SpecialistText;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.segmentation.anatomy.AnatomyContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was gathered and retrieved for one report, as its prompt has it. */
record GatheredWords(
    Gathered gathered,
    List<MeasuredLine.Found> own,
    SimilarCases cases,
    AnatomyContext anatomy,
    Lexicon lexicon,
    CaseText caseText)
    implements PromptEvidence {

  /** What specialists measured, then what similar cases say. */
  @Override
  public String quoted() {
    return Stream.of(SpecialistText.of(gathered), caseText.of(cases))
        .filter(t -> !t.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  @Override
  public String compact() {
    return MeasuredLine.of(gathered, own, anatomy, lexicon) + CasesLine.of(cases, lexicon);
  }
}
