package io.sightline.report.remote;

import io.sightline.language.remote.RemoteGeneralist;
import io.sightline.report.RemoteDrafter;
import io.sightline.report.cases.CaseRetriever;
import io.sightline.report.cases.CaseText;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.gather.Gatherer;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.tool.ToolBox;
import io.sightline.report.tool.ToolLimits;
import io.sightline.retrieval.CaseBase;
import io.sightline.study.Studies;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts drafting by a remote generalist together. */
final class RemoteBeans {

  @Produces
  @Singleton
  ToolBox tools(
      Lexicon lexicon,
      ClaimExtractor extractor,
      Gatherer gatherer,
      Studies studies,
      CaseBase cases,
      RemoteGeneralist remote) {
    return ToolBox.of(
        lexicon,
        gatherer,
        studies,
        new CaseRetriever(cases, studies, lexicon),
        new CaseText(extractor),
        new ToolLimits(remote.toolCalls(), remote.toolTime()));
  }

  @Produces
  @Singleton
  RemoteDrafter drafter(
      RemoteGeneralist remote,
      Lexicon lexicon,
      ToolBox tools,
      ClaimExtractor extractor,
      @ConfigProperty(name = "sightline.home") Optional<Path> home) {
    PromptFile prompt = PromptFile.load(home.orElse(Path.of(".")), RemoteReports.PROMPT);
    return new RemoteReports(remote, prompt, lexicon, tools, extractor);
  }
}
