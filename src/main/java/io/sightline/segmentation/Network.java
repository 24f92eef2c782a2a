package io.sightline.segmentation;

import io.sightline.inference.InferenceSession;
import io.sightline.inference.Tensor;
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
    String out = input.graph().outputName(input.output().tensor());
    long[] shape = {1, input.channels().size(), size.z(), size.y(), size.x()};
    try (Tensor values = session.tensor(session.inputs().get(in).type(), shape, patch)) {
      return session.run(Map.of(in, values), Set.of(out), cancellation).get(out);
    }
  }
}
