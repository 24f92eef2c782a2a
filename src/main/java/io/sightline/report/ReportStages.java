package io.sightline.report;

import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.verify.Verifier;

/**
 * What the steps of a report are done with; none holds state between reports, all are thread-safe.
 *
 * @param steps choosing and reading the study
 * @param caseText words of similar cases
 */
record ReportStages(
    ReadingSteps steps,
    Gatherer gatherer,
    DraftStage drafting,
    SegDecoder segs,
    Lexicon lexicon,
    ClaimExtractor extractor,
    Verifier verifier,
    CaseRetriever retriever,
    CaseText caseText) {}
