package io.sightline.language.remote;

import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.sightline.bundle.Bundle;
import io.sightline.inference.HostTensor;
import io.sightline.language.GenerationEvent;
import io.sightline.language.GenerationOptions;
import io.sightline.language.LanguageModel;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Any OpenAI-compatible server behind the language port. It gets text only, no image tokens, and
 * gives no hidden states: its sentences are grounded by their words. Tries again after 429, 5xx and
 * timeouts as long as nothing was said yet; after failures in a row the server is left alone for a
 * while. Thread-safe; blocking.
 */
public final class RemoteLanguageModel implements LanguageModel {
  private static final Logger LOG = Logger.getLogger(RemoteLanguageModel.class);

  private final RemoteConfig config;
  private final String name;
  private final StreamingChatModel model;
  private final CircuitBreaker breaker;
  private volatile boolean takesTools = true;

  /**
   * @throws IllegalStateException when the configuration is incomplete
   */
  RemoteLanguageModel(RemoteConfig config, LongSupplier clock) {
    this.config = config;
    String url = required(config.url().orElse(""), "url");
    this.name = required(config.model().orElse(""), "model");
    if (!url.matches("https?://.+")) {
      throw new IllegalStateException(
          "sightline.remote.url is no http or https address: set it to one that ends with /v1.");
    }
    this.breaker = new CircuitBreaker(config.breakerFailures(), config.breakerPause(), clock);
    this.model =
        OpenAiStreamingChatModel.builder()
            .httpClientBuilder(
                JdkHttpClient.builder()
                    .httpClientBuilder(
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)))
            .baseUrl(url)
            .apiKey(config.apiKey().orElse("none"))
            .modelName(name)
            .timeout(config.timeout())
            .logRequests(false)
            .logResponses(false)
            .build();
  }

  private static String required(String value, String key) {
    if (value.isBlank()) {
      throw new IllegalStateException(
          "sightline.remote." + key + " is missing: a remote generalist needs url and model.");
    }
    return value;
  }

  /** The model's name on its server. */
  public String name() {
    return name;
  }

  @Override
  public void generate(
      Bundle bundle,
      @Nullable HostTensor imageTokens,
      String prompt,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    chat(List.of(RemoteMessage.user(prompt)), options, events, cancellation);
  }

  /**
   * Answers the last message.
   *
   * @throws ProblemException {@code remote_failed} with the reason, {@code cancelled}
   */
  public void chat(
      List<RemoteMessage> messages,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    chat(messages, ToolOffer.NONE, options, events, cancellation);
  }

  /**
   * Answers the last message, or asks for tools. A server that refuses a request for its tools gets
   * the same without, and is offered none from then on.
   *
   * @return the tools that the model asks for; empty when it answered
   * @throws ProblemException {@code remote_failed} with the reason, {@code cancelled}
   */
  public List<ToolRequest> chat(
      List<RemoteMessage> messages,
      ToolOffer tools,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation) {
    for (int attempt = 0; ; ) {
      ToolOffer offered = takesTools ? tools : ToolOffer.NONE;
      if (!breaker.allows()) {
        throw away("it failed several times and is left alone for a while", null);
      }
      RemoteCall call = new RemoteCall();
      try {
        return once(call, messages, offered, options, events, cancellation);
      } catch (RemoteFailure e) {
        if (refusesTools(e, offered, call)) {
          continue;
        }
        breaker.failed();
        LOG.warnf("The remote generalist '%s' did not answer: %s.", name, e.reason());
        if (!e.worthRetrying() || call.spoke() || attempt >= config.retries()) {
          throw away(e.reason(), e);
        }
        pause(attempt++, cancellation);
      } catch (RuntimeException e) {
        breaker.undecided();
        throw e;
      }
    }
  }

  private List<ToolRequest> once(
      RemoteCall call,
      List<RemoteMessage> messages,
      ToolOffer tools,
      GenerationOptions options,
      Consumer<GenerationEvent> events,
      Cancellation cancellation)
      throws RemoteFailure {
    model.chat(LangChainMessages.request(messages, tools, options), call);
    List<ToolRequest> asked = call.follow(config.timeout(), events, cancellation);
    breaker.succeeded();
    return asked;
  }

  private boolean refusesTools(RemoteFailure e, ToolOffer offered, RemoteCall call) {
    if (offered.tools().isEmpty() || call.spoke() || !e.namesTools()) {
      return false;
    }
    LOG.infof("The remote generalist '%s' takes no tools; it is offered none any more.", name);
    breaker.succeeded();
    takesTools = false;
    return true;
  }

  private ProblemException away(String reason, @Nullable Throwable cause) {
    return new ProblemException(
        ErrorCode.REMOTE_FAILED, "The remote generalist is away: " + reason + ".", cause);
  }

  /** Doubles each time; up to half of it is chance, so that many clients do not come at once. */
  private void pause(int attempt, Cancellation cancellation) {
    Duration base = config.backoff().multipliedBy(1L << Math.min(attempt, 6));
    long nanos = base.toNanos();
    long end = System.nanoTime() + nanos + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    while (System.nanoTime() - end < 0) {
      cancellation.check();
      LockSupport.parkNanos(Math.min(50_000_000, end - System.nanoTime()));
    }
  }

  /** A server that gives text gives no states. */
  @Override
  public float[] hiddenState(Bundle bundle, @Nullable HostTensor imageTokens, String prompt) {
    throw new ProblemException(
        ErrorCode.INVALID_BUNDLE, "A remote language model gives no hidden states.");
  }
}
