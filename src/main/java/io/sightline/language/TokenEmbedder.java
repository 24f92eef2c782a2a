package io.sightline.language;

import io.sightline.inference.HostTensor;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.shared.Cancellation;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * The graph {@code embed_tokens}: {@code input_ids} [1,S] to {@code inputs_embeds} [1,S,H].
 *
 * @param input the graph's name for {@code input_ids}
 * @param output the graph's name for {@code inputs_embeds}
 */
record TokenEmbedder(InferenceSession session, String input, String output) {

  Tensor embed(long[] ids, Cancellation cancellation) {
    TensorSpec spec = session.inputs().get(input);
    TensorType type = spec == null ? TensorType.INT64 : spec.type();
    try (Tensor tensor = session.tensor(type, new long[] {1, ids.length}, ids)) {
      return session.run(Map.of(input, tensor), Set.of(output), cancellation).get(output);
    }
  }

  /** Image tokens, then the embedded ids: [1, N + S, H] on the heap. */
  HostTensor embedAfter(HostTensor image, long[] ids, Cancellation cancellation) {
    try (Tensor text = embed(ids, cancellation)) {
      float[] embedded = text.toFloats();
      float[] all = Arrays.copyOf(image.data(), image.data().length + embedded.length);
      System.arraycopy(embedded, 0, all, image.data().length, embedded.length);
      long width = text.shape()[2];
      return new HostTensor(new long[] {1, image.shape()[1] + ids.length, width}, all);
    }
  }
}
