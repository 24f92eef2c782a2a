package io.sightline.segmentation;

import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph that takes volumes and gives one output [1, classes, z, y, x]. Its inputs are one [1, 1,
 * z, y, x] for each of the manifest's inputs, by name, or a single image [1, inputs, z, y, x] of
 * any name; and {@code present} [1, inputs] of 1 and 0 where it declares that.
 */
record Network(InferenceSession session, NetworkInput input) {
  private static final String PRESENT = "present";

  /**
   * @param patch [inputs, z, y, x], row major
   * @return class logits of the patch; the caller closes them
   */
  Tensor run(float[] patch, Size size, Cancellation cancellation) {
    Map<String, Tensor> values = new HashMap<>();
    try {
      feed(patch, size, values);
      return run(values, size, cancellation);
    } finally {
      values.values().forEach(Tensor::close);
    }
  }

  private void feed(float[] patch, Size size, Map<String, Tensor> values) {
    GraphSpec graph = input.graph();
    List<InputSpec> slots = input.slots();
    String present = graph.inputName(PRESENT);
    if (session.inputs().containsKey(present)) {
      put(values, present, new long[] {1, slots.size()}, input.present());
    }
    if (slots.stream().allMatch(s -> session.inputs().containsKey(graph.inputName(s.name())))) {
      int n = patch.length / slots.size();
      long[] one = {1, 1, size.z(), size.y(), size.x()};
      for (int c = 0; c < slots.size(); c++) {
        float[] channel = slots.size() == 1 ? patch : Arrays.copyOfRange(patch, c * n, (c + 1) * n);
        put(values, graph.inputName(slots.get(c).name()), one, channel);
      }
    } else {
      long[] all = {1, slots.size(), size.z(), size.y(), size.x()};
      put(values, image(present), all, patch);
    }
  }

  private String image(String present) {
    List<String> images =
        session.inputs().keySet().stream().filter(n -> !n.equals(present)).toList();
    if (images.size() != 1) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The network's inputs %s are neither the manifest's nor one image.".formatted(images));
    }
    return images.getFirst();
  }

  private void put(Map<String, Tensor> values, String name, long[] shape, float[] data) {
    values.put(name, session.tensor(session.inputs().get(name).type(), shape, data));
  }

  private Tensor run(Map<String, Tensor> values, Size size, Cancellation cancellation) {
    String out = input.graph().outputName(input.output().tensor());
    TensorSpec declared = session.outputs().get(out);
    boolean classesKnown =
        declared != null && declared.shape().size() == 5 && declared.shape().get(1) > 0;
    return classesKnown
        ? session.runLarge(
            values,
            out,
            new long[] {1, declared.shape().get(1), size.z(), size.y(), size.x()},
            cancellation)
        : session.run(values, Set.of(out), cancellation).get(out);
  }
}
