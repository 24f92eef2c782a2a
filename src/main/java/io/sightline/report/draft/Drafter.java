package io.sightline.report.draft;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.LanguageSpec;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.language.LanguageModel;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.vision.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The draft stage: streams the model's report into sentences. Thread-safe; blocking. */
public final class Drafter {
  /** A report of more sentences than this is a model that does not stop. */
  public static final int MOST_SENTENCES = 60;

  private final LanguageModel model;

  public Drafter(LanguageModel model) {
    this.model = model;
  }

  /**
   * What the model wrote.
   *
   * @param dropped sentences over the limit
   */
  public record Draft(List<DraftSentence> sentences, int dropped) {
    public Draft {
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * @param seed of the sampler; greedy when the bundle's temperature is 0
   * @param each called with every sentence as soon as it is certain
   * @throws ProblemException {@code invalid_bundle} when the bundle has no language model, {@code
   *     cancelled}
   */
  public Draft draft(
      Bundle bundle,
      Encoding encoding,
      Prompt prompt,
      long seed,
      Consumer<DraftSentence> each,
      Cancellation cancellation) {
    LanguageSpec.Generation g = language(bundle).generation();
    GenerationOptions options =
        new GenerationOptions(g.maxNewTokens(), g.temperature(), g.topP(), seed);
    return draft(bundle, encoding, prompt, options, _ -> {}, each, cancellation);
  }

  /**
   * The same with other options.
   *
   * @param raw called with everything that the model emits, before it is read
   * @throws ProblemException {@code invalid_bundle} when the bundle has no language model, {@code
   *     cancelled}
   */
  public Draft draft(
      Bundle bundle,
      Encoding encoding,
      Prompt prompt,
      GenerationOptions options,
      Consumer<GenerationEvent> raw,
      Consumer<DraftSentence> each,
      Cancellation cancellation) {
    LanguageSpec language = language(bundle);
    List<DraftSentence> sentences = new ArrayList<>();
    DraftParser parser =
        new DraftParser(
            language,
            MOST_SENTENCES,
            s -> {
              sentences.add(s);
              each.accept(s);
            });
    model.generate(
        bundle, encoding.imageTokens(), prompt.text(), options, raw.andThen(parser), cancellation);
    return new Draft(sentences, Math.max(0, parser.count() - MOST_SENTENCES));
  }

  /** The language model's part of the manifest. */
  public static LanguageSpec language(Bundle bundle) {
    LanguageSpec language = bundle.manifest().language();
    if (language == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "Bundle %s declares no language model and cannot draft."
              .formatted(bundle.manifest().id()));
    }
    return language;
  }
}
