package io.sightline.chat.answer;

import io.sightline.language.LanguageModel;
import io.sightline.language.remote.RemoteGeneralist;
import io.sightline.report.StudyEvidence;
import io.sightline.report.StudyReader;
import io.sightline.report.claim.ClaimExtractor;
import io.sightline.report.draft.Drafter;
import io.sightline.report.draft.PromptFile;
import io.sightline.report.ground.SegDecoder;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.remote.Pointing;
import io.sightline.report.tool.ToolBox;
import io.sightline.report.verify.Verifier;
import io.sightline.segmentation.MaskDecoder;
import io.sightline.study.Studies;
import io.sightline.vision.VisionEncoder;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the answering together. */
final class AnswerBeans {

  @Produces
  @Singleton
  StudyReader reader(Studies studies, VisionEncoder encoder) {
    return new StudyReader(studies, encoder);
  }

  @Produces
  @Singleton
  NamedThing names(Lexicon lexicon, ClaimExtractor extractor) {
    return new NamedThing(lexicon, extractor);
  }

  @Produces
  @Singleton
  SegDecoder segs(LanguageModel model, MaskDecoder decoder) {
    return new SegDecoder(model, decoder);
  }

  @Produces
  @Singleton
  Answerer answerer(
      StudyReader reader,
      StudyEvidence evidence,
      LanguageModel model,
      Lexicon lexicon,
      ClaimExtractor extractor,
      SegDecoder segs,
      NamedThing names,
      RemoteGeneralist remote,
      ToolBox tools,
      @ConfigProperty(name = "sightline.home") Optional<Path> home) {
    Verifier verifier = new Verifier(lexicon);
    CheckedSentences chain = new CheckedSentences(verifier);
    ModelAnswers local =
        new ModelAnswers(new Drafter(model), new Reference(extractor), evidence, chain);
    RemoteAnswers other =
        new RemoteAnswers(
            remote,
            PromptFile.load(home.orElse(Path.of(".")), RemoteAnswers.PROMPT),
            lexicon,
            tools,
            new Pointing(extractor),
            chain,
            local,
            new FactAnswers(lexicon, extractor));
    return new Answerer(
        reader,
        lexicon,
        extractor,
        segs,
        List.of(new PlaceAnswers(lexicon), new ShowAnswers(names, segs, verifier), other, local));
  }
}
