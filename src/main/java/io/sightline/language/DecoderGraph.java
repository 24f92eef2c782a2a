package io.sightline.language;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder-only graph takes and gives, read from its declared tensors. Past and present are
 * paired by name, since exporters order them differently; only declared inputs are fed.
 *
 * @param tokens {@code input_ids} int64 [B,S] or {@code inputs_embeds} [B,S,H]
 * @param mask [B,T]; null when the graph takes none
 * @param positions [B,S]; null when the graph counts itself
 * @param cache every key and value
 * @param hidden output [B,S,H] after the final norm; null when the graph gives none
 */
record DecoderGraph(
    TensorSpec tokens,
    boolean embeds,
    @Nullable TensorSpec mask,
    @Nullable TensorSpec positions,
    @Nullable TensorSpec logitsToKeep,
    @Nullable TensorSpec cacheBranch,
    List<CachePair> cache,
    String logits,
    @Nullable String hidden) {

  /**
   * @throws ProblemException {@code invalid_bundle} when the graph is of a kind that cannot be run
   */
  static DecoderGraph of(InferenceSession session, TensorNames names) {
    Map<String, TensorSpec> in = session.inputs();
    TensorSpec ids = in.get(names.input("input_ids"));
    TensorSpec embeds = in.get(names.input("inputs_embeds"));
    TensorSpec tokens = embeds != null ? embeds : ids;
    TensorSpec positions = in.get(names.input("position_ids"));
    require(tokens != null, "The decoder takes neither input_ids nor inputs_embeds.");
    require(
        tokens.shape().size() == (embeds != null ? 3 : 2),
        "The decoder's '" + tokens.name() + "' is no batch of sequences.");
    require(
        positions == null || positions.shape().size() == 2,
        "The decoder's position_ids are [3, B, S] (multimodal rope), which is not supported.");
    String logits = names.output("logits");
    require(session.outputs().containsKey(logits), "The decoder gives no logits.");
    DecoderGraph graph =
        new DecoderGraph(
            tokens,
            embeds != null,
            in.get(names.input("attention_mask")),
            positions,
            in.get(names.input("num_logits_to_keep")),
            in.get(names.input("use_cache_branch")),
            pairs(session, names),
            logits,
            hidden(session, names));
    graph.requireAllInputsKnown(in);
    return graph;
  }

  private static List<CachePair> pairs(InferenceSession session, TensorNames names) {
    List<CachePair> pairs = new ArrayList<>();
    for (String part : List.of("key", "value")) {
      String past = names.input("past_" + part);
      String present = names.output("present_" + part);
      for (int layer = 0; session.inputs().containsKey(at(past, layer)); layer++) {
        require(
            session.outputs().containsKey(at(present, layer)),
            "The decoder takes '"
                + at(past, layer)
                + "' but gives no '"
                + at(present, layer)
                + "'.");
        pairs.add(new CachePair(at(past, layer), at(present, layer)));
      }
    }
    require(!pairs.isEmpty(), "The decoder was exported without a key-value cache.");
    return List.copyOf(pairs);
  }

  private static String at(String pattern, int layer) {
    return pattern.replace("%d", Integer.toString(layer));
  }

  private static @Nullable String hidden(InferenceSession session, TensorNames names) {
    for (String name : List.of(names.output("last_hidden_state"), "hidden_states")) {
      if (session.outputs().containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  private void requireAllInputsKnown(Map<String, TensorSpec> inputs) {
    Set<String> unknown = new HashSet<>(inputs.keySet());
    for (TensorSpec known : new TensorSpec[] {tokens, mask, positions, logitsToKeep, cacheBranch}) {
      if (known != null) {
        unknown.remove(known.name());
      }
    }
    cache.forEach(pair -> unknown.remove(pair.past()));
    require(unknown.isEmpty(), "The decoder asks for inputs that are not known: " + unknown + ".");
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new ProblemException(ErrorCode.INVALID_BUNDLE, problem);
    }
  }
}
