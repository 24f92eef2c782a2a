package io.sightline.language;

import io.sightline.inference.HostTensor;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.Cancellation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sequence in a decoder: a prompt, then token after token. A batch of one needs no padding,
 * which graphs that count the mask would misread on the left. Owns the cache; the sessions belong
 * to the caller. Not thread-safe.
 */
final class Decoder implements AutoCloseable {
  /** Logits of one piece of a prompt stay below this many numbers. */
  private static final long MAX_LOGITS = 1 << 24;

  private static final int MAX_PIECE = 1024;

  private final InferenceSession session;
  private final DecoderGraph graph;
  private final KeyValueCache cache;
  private final Cancellation cancellation;
  private int position;

  Decoder(
      InferenceSession session,
      DecoderGraph graph,
      KeyValueCache cache,
      Cancellation cancellation) {
    this.session = session;
    this.graph = graph;
    this.cache = cache;
    this.cancellation = cancellation;
  }

  /** Positions fed so far. */
  int position() {
    return position;
  }

  /** Feeds ids to a graph that takes {@code input_ids}; long prompts in pieces. */
  Step feed(long[] ids, boolean hidden) {
    int piece = piece();
    for (int from = 0; ; from += piece) {
      long[] part = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + piece));
      Step step = run(session.tensor(graph.tokens().type(), shape(part.length), part), hidden);
      if (from + piece >= ids.length) {
        return step;
      }
    }
  }

  /**
   * Feeds embeddings [1, S, H] to a graph that takes {@code inputs_embeds}; long ones in pieces.
   */
  Step feed(HostTensor embeds, boolean hidden) {
    int length = (int) embeds.shape()[1];
    int width = (int) embeds.shape()[2];
    int piece = piece();
    for (int from = 0; ; from += piece) {
      int n = Math.min(piece, length - from);
      float[] part = Arrays.copyOfRange(embeds.data(), from * width, (from + n) * width);
      Step step =
          run(session.tensor(graph.tokens().type(), new long[] {1, n, width}, part), hidden);
      if (from + piece >= length) {
        return step;
      }
    }
  }

  /** Feeds embeddings that another graph gave, as they are; they are closed. */
  Step feed(Tensor embeds, boolean hidden) {
    if (embeds.type() == graph.tokens().type()) {
      return run(embeds, hidden);
    }
    try (embeds) {
      return feed(new HostTensor(embeds.shape(), embeds.toFloats()), hidden);
    }
  }

  private static long[] shape(int length) {
    return new long[] {1, length};
  }

  private int piece() {
    TensorSpec logits = session.outputs().get(graph.logits());
    long vocabulary = Math.max(1, logits.shape().getLast());
    return Math.clamp(MAX_LOGITS / vocabulary, 16, MAX_PIECE);
  }

  private Step run(Tensor tokens, boolean wantHidden) {
    int length = (int) tokens.shape()[1];
    Map<String, Tensor> own = new LinkedHashMap<>();
    own.put(graph.tokens().name(), tokens);
    try {
      addCounted(own, length);
      Map<String, Tensor> inputs = new LinkedHashMap<>(own);
      cache.feedTo(inputs);
      boolean hidden = wantHidden && graph.hidden() != null;
      Map<String, Tensor> result = session.run(inputs, wanted(hidden), cancellation);
      cache.advance(result);
      position += length;
      return step(result, hidden);
    } finally {
      own.values().forEach(Tensor::close);
    }
  }

  private void addCounted(Map<String, Tensor> own, int length) {
    add(own, graph.mask(), ones(position + length));
    add(own, graph.positions(), count(position, length));
    add(own, graph.logitsToKeep(), new long[] {1});
    add(own, graph.cacheBranch(), new long[] {position > 0 ? 1 : 0});
  }

  private void add(Map<String, Tensor> own, @Nullable TensorSpec spec, long[] values) {
    if (spec != null) {
      long[] shape =
          switch (spec.shape().size()) {
            case 0 -> new long[0];
            case 1 -> new long[] {values.length};
            default -> shape(values.length);
          };
      own.put(spec.name(), session.tensor(spec.type(), shape, values));
    }
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static long[] count(int from, int length) {
    long[] count = new long[length];
    Arrays.setAll(count, i -> from + i);
    return count;
  }

  private Set<String> wanted(boolean hidden) {
    Stream<String> presents = graph.cache().stream().map(CachePair::present);
    Stream<String> states =
        hidden ? Stream.of(graph.logits(), graph.hidden()) : Stream.of(graph.logits());
    return Stream.concat(presents, states).collect(Collectors.toSet());
  }

  private Step step(Map<String, Tensor> result, boolean hidden) {
    try {
      float[] state = hidden ? lastRow(result.get(graph.hidden())) : new float[0];
      return new Step(lastRow(result.get(graph.logits())), state);
    } finally {
      result.values().forEach(Tensor::close);
    }
  }

  private static float[] lastRow(Tensor tensor) {
    long[] shape = tensor.shape();
    int width = (int) shape[shape.length - 1];
    long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return tensor.toFloats(elements - width, width);
  }

  @Override
  public void close() {
    cache.close();
  }
}
