package io.sightline.inference.remote;

import io.sightline.bundle.Dim;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.GraphSpec.TensorDecl;
import io.sightline.inference.TensorSpec;
import io.sightline.inference.TensorType;
import io.sightline.inference.remote.ModelTensors.Described;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A remote model's tensors: as its server describes them, axes that it leaves open narrowed by the
 * manifest; as the manifest declares them where the server says nothing. What contradicts the
 * manifest stays as the server says, for whoever compares the two.
 */
record TensorSpecs(Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {

  /**
   * @throws ProblemException {@code invalid_bundle} when an input is of a type that cannot be given
   */
  static TensorSpecs of(GraphSpec graph, ModelTensors described) {
    Map<String, TensorDecl> in = new LinkedHashMap<>();
    graph.inputs().forEach((role, decl) -> in.put(graph.inputName(role), decl));
    Map<String, TensorDecl> out = new LinkedHashMap<>();
    graph.outputs().forEach((role, decl) -> out.put(graph.outputName(role), decl));
    described.inputs().forEach(TensorSpecs::giveable);
    return new TensorSpecs(specs(in, described.inputs()), specs(out, described.outputs()));
  }

  private static void giveable(Described input) {
    if (Datatype.of(input.datatype()).isEmpty()) {
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The model has an input of a type that cannot be given to it; FP32, FP16, INT64, INT32,"
              + " BOOL and UINT8 can.");
    }
  }

  private static Map<String, TensorSpec> specs(
      Map<String, TensorDecl> declared, List<Described> described) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    if (described.isEmpty()) {
      declared.forEach((name, decl) -> specs.put(name, declared(name, decl)));
    }
    for (Described d : described) {
      Optional<Datatype> type = Datatype.of(d.datatype());
      type.ifPresent(t -> specs.put(d.name(), narrowed(d, t.type(), declared.get(d.name()))));
    }
    return Collections.unmodifiableMap(specs);
  }

  private static TensorSpec declared(String name, TensorDecl decl) {
    String word = Objects.requireNonNull(decl.type());
    List<Dim> shape = Objects.requireNonNull(decl.shape());
    return new TensorSpec(
        name,
        TensorType.valueOf(word.toUpperCase(Locale.ROOT)),
        shape.stream().map(Dim::size).toList());
  }

  private static TensorSpec narrowed(Described d, TensorType type, @Nullable TensorDecl decl) {
    List<Dim> known = decl == null || decl.shape() == null ? List.of() : decl.shape();
    List<Long> shape = new ArrayList<>();
    for (int axis = 0; axis < d.shape().size(); axis++) {
      long said = d.shape().get(axis);
      boolean narrow = said < 0 && known.size() == d.shape().size();
      shape.add(narrow ? known.get(axis).size() : said);
    }
    return new TensorSpec(d.name(), type, shape);
  }
}
