package io.sightline.segmentation;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
import io.sightline.inference.TensorSpec;
import io.sightline.shared.Cancellation;
import io.sightline.volume.preprocess.PreprocessSpec.Size;
import java.util.Map;
import java.util.Set;

/** One input [1, channels, z, y, x], one output [1, classes, z, y, x]. */
record Network(InferenceSession session, NetworkInput input) {

  /**
   * @param patch [channels, z, y, x], row major
   * @return class logits of the patch; the caller closes them
   */
  Tensor run(float[] patch, Size size, Cancellation cancellation) {
    String in = session.inputs().keySet().iterator().next();
    long[] shape = {1, input.channels().size(), size.z(), size.y(), size.x()};
    try (Tensor values = session.tensor(session.inputs().get(in).type(), shape, patch)) {
      return run(Map.of(in, values), size, cancellation);
    }
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
