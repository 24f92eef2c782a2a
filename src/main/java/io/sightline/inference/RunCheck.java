package io.sightline.inference;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every adapter checks before a run, so that all refuse the same in the same words. */
public final class RunCheck {
  private RunCheck() {}

  /**
   * @throws ProblemException {@code invalid_bundle} when names, types or shapes do not fit
   */
  public static void check(
      Map<String, TensorSpec> inputs,
      Map<String, TensorSpec> outputs,
      Map<String, Tensor> given,
      Set<String> wanted) {
    for (String name : inputs.keySet()) {
      require(given.containsKey(name), "The graph's input '" + name + "' was not given.");
    }
    given.forEach((name, tensor) -> fits(inputs.get(name), name, tensor));
    for (String name : wanted) {
      require(outputs.containsKey(name), "The graph has no output '" + name + "'.");
    }
  }

  private static void fits(@Nullable TensorSpec spec, String name, Tensor tensor) {
    if (spec == null) {
      throw problem("The graph has no input '" + name + "'.");
    }
    require(
        spec.accepts(tensor.type(), tensor.shape()),
        "The graph's input '%s' is %s %s, given was %s %s."
            .formatted(
                name,
                spec.type().word(),
                spec.shape(),
                tensor.type().word(),
                Arrays.toString(tensor.shape())));
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw problem(problem);
    }
  }

  private static ProblemException problem(String detail) {
    return new ProblemException(ErrorCode.INVALID_BUNDLE, detail);
  }
}
