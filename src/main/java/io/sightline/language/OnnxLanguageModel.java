package io.sightline.language;

import io.sightline.bundle.Bundle;
import io.sightline.inference.HostTensor;
import io.sightline.inference.SessionPool;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs any decoder-only ONNX export with the usual names, in process. Each call holds its own
 * cache; graphs and tokenizers are shared. Thread-safe.
 */
@ApplicationScoped
public class OnnxLanguageModel implements LanguageModel, AutoCloseable {
  private final SessionPool pool;
  private final Map<String, LanguageAssets> assets = new ConcurrentHashMap<>();

  @Inject
  public OnnxLanguageModel(SessionPool pool) {
    this.pool = pool;
  }

  @Override
  public void generate(
      Bundle bundle,
      @Nullable HostTensor imageTokens,
      String prompt,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    cancellation.check();
    LanguageAssets of = assets(bundle);
    long[] ids = of.tokenizer().encode(prompt);
    try (LanguageSession session = new LanguageSession(pool, bundle, of, cancellation)) {
      Step prompted = session.prompt(imageTokens, ids, false);
      Detokenizer detokenizer = new Detokenizer(of.tokenizer(), ids);
      new Generation(session, of.special(), detokenizer, new Sampler(options), events, cancellation)
          .run(prompted, ids.length, options.maxNewTokens());
    }
  }

  @Override
  public float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt) {
    LanguageAssets of = assets(bundle);
    long[] ids = of.tokenizer().encode(prompt);
    try (LanguageSession session = new LanguageSession(pool, bundle, of, new Cancellation())) {
      if (!session.hasHiddenStates()) {
        throw new ProblemException(
            ErrorCode.INVALID_BUNDLE,
            "The language model of '" + bundle.id() + "' gives no hidden states.");
      }
      return session.prompt(imageTokens, ids, true).hidden();
    }
  }

  private LanguageAssets assets(Bundle bundle) {
    if (!bundle.usable()) {
      throw new ProblemException(
          ErrorCode.NO_BUNDLE, "Bundle '" + bundle.id() + "' was refused and cannot be used.");
    }
    return assets.computeIfAbsent(bundle.sha256(), _ -> LanguageAssets.of(bundle));
  }

  @Override
  @PreDestroy
  public void close() {
    assets.values().forEach(LanguageAssets::close);
    assets.clear();
  }
}
