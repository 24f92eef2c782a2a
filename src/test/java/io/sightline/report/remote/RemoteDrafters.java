package io.sightline.report.remote;

import io.sightline.language.remote.RemoteModels;
import io.sightline.report.RemoteDrafter;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.tool.ToolBox;
import io.sightline.report.tool.ToolLimits;
import io.sightline.study.Studies;
import java.nio.file.Path;
import java.time.Duration;

/** Remote generalists for tests of the pipeline. */
public final class RemoteDrafters {
  private RemoteDrafters() {}

  /** The model {@code script} of a server, with three calls of tools. */
  public static RemoteDrafter at(
      String url, Lexicon lexicon, Gatherer gatherer, Studies studies, CaseRetriever cases) {
    ClaimExtractor extractor = new ClaimExtractor(lexicon);
    return new RemoteReports(
        RemoteModels.generalist(url, "script"),
        PromptFile.load(Path.of("."), RemoteReports.PROMPT),
        lexicon,
        ToolBox.of(
            lexicon,
            gatherer,
            studies,
            cases,
            new CaseText(extractor),
            new ToolLimits(3, Duration.ofSeconds(60))),
        extractor);
  }
}
