package io.sightline.inference.remote;

import io.sightline.inference.TensorSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Holds an output against what was due. */
final class OutputCheck {
  private OutputCheck() {}

  /**
   * @throws OipFailure when it is missing, is of another type or shape, or holds what is no number
   */
  static void check(Answer.@Nullable Output output, TensorSpec due) throws OipFailure {
    if (output == null) {
      throw OipFailure.failed(
          "it gives no output '" + due.name() + "' of type " + Datatype.of(due.type()));
    }
    if (!due.accepts(output.type().type(), output.shape())) {
      throw OipFailure.failed(
          "its output '%s' is %s %s, due was %s %s"
              .formatted(
                  due.name(),
                  output.type(),
                  Arrays.toString(output.shape()),
                  Datatype.of(due.type()),
                  due.shape()));
    }
    if (Elements.holdsNan(output.memory().bytes(), output.type())) {
      throw OipFailure.failed("its output '" + due.name() + "' holds what is not a number");
    }
  }
}
