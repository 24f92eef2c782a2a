package io.sightline.language;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.LanguageSpec;
import io.sightline.inference.HostTensor;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.SessionPool;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request's hold on a bundle's language model: leases, decoder and cache, all freed by {@link
 * #close}. Not thread-safe.
 */
final class LanguageSession implements AutoCloseable {
  private final LanguageAssets assets;
  private final DecoderGraph graph;
  private final SessionPool.Lease decoderLease;
  private final SessionPool.@Nullable Lease embedLease;
  private final @Nullable TokenEmbedder embedder;
  private final Decoder decoder;
  private final Cancellation cancellation;

  LanguageSession(
      SessionPool pool, Bundle bundle, LanguageAssets assets, Cancellation cancellation) {
    this.assets = assets;
    this.cancellation = cancellation;
    decoderLease = pool.lease(bundle, "decoder");
    SessionPool.Lease embed = null;
    try {
      InferenceSession session = decoderLease.session();
      graph = DecoderGraph.of(session, names(bundle, assets));
      embed = graph.embeds() ? pool.lease(bundle, "embed_tokens") : null;
      embedLease = embed;
      embedder = embed == null ? null : embedder(bundle, embed.session());
      decoder = new Decoder(session, graph, cache(bundle, session), cancellation);
    } catch (RuntimeException e) {
      if (embed != null) {
        embed.close();
      }
      decoderLease.close();
      throw e;
    }
  }

  private static TensorNames names(Bundle bundle, LanguageAssets assets) {
    GraphSpec spec = bundle.manifest().graph("decoder").orElseThrow();
    return new TensorNames(spec, assets.files().genai());
  }

  private static TokenEmbedder embedder(Bundle bundle, InferenceSession session) {
    GraphSpec spec = bundle.manifest().graph("embed_tokens").orElseThrow();
    return new TokenEmbedder(
        session, spec.inputName("input_ids"), spec.outputName("inputs_embeds"));
  }

  private KeyValueCache cache(Bundle bundle, InferenceSession session) {
    LanguageSpec spec = Objects.requireNonNull(bundle.manifest().language());
    Integer declared = spec.headSize();
    int headSize = declared != null ? declared : assets.files().headSize();
    return new KeyValueCache(session, graph.cache(), assets.files().keyValueHeads(), headSize);
  }

  /** Whether the model gives hidden states. */
  boolean hasHiddenStates() {
    return graph.hidden() != null;
  }

  /** Whether no further position fits the context. */
  boolean isFull() {
    return decoder.position() >= assets.contextLength();
  }

  /**
   * @throws ProblemException {@code too_large}, {@code invalid_bundle} for image tokens that the
   *     model cannot take, {@code bad_request} for an empty prompt
   */
  Step prompt(@Nullable HostTensor image, long[] ids, boolean hidden) {
    long length = ids.length + (image == null ? 0 : image.shape()[1]);
    if (length > assets.contextLength()) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE,
          "The prompt has %d tokens, the model's context %d."
              .formatted(length, assets.contextLength()));
    }
    if (ids.length == 0) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The prompt is empty.");
    }
    if (image == null) {
      return next(ids, hidden);
    }
    if (embedder == null) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE, "This language model takes no image tokens.");
    }
    return decoder.feed(embedder.embedAfter(image, ids, cancellation), hidden);
  }

  /** Feeds further tokens. */
  Step next(long[] ids, boolean hidden) {
    return embedder == null
        ? decoder.feed(ids, hidden)
        : decoder.feed(embedder.embed(ids, cancellation), hidden);
  }

  @Override
  public void close() {
    decoder.close();
    if (embedLease != null) {
      embedLease.close();
    }
    decoderLease.close();
  }
}
