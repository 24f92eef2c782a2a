package io.sightline.inference;

import io.sightline.bundle.Dim;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.GraphSpec.TensorDecl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a loaded graph against what its manifest declares. */
final class GraphCheck {
  private GraphCheck() {}

  /** Every difference; empty when the graph is as declared. */
  static List<String> problems(String role, GraphSpec declared, InferenceSession session) {
    List<String> problems = new ArrayList<>();
    declared
        .inputs()
        .forEach(
            (name, decl) ->
                check(
                    "graph '" + role + "' input",
                    declared.inputName(name),
                    decl,
                    session.inputs(),
                    problems));
    declared
        .outputs()
        .forEach(
            (name, decl) ->
                check(
                    "graph '" + role + "' output",
                    declared.outputName(name),
                    decl,
                    session.outputs(),
                    problems));
    return problems;
  }

  private static void check(
      String at,
      String name,
      TensorDecl decl,
      Map<String, TensorSpec> actual,
      List<String> problems) {
    if (name.contains("%d")) {
      name = name.replace("%d", "0"); // a pattern over layers: the first stands for all
    }
    TensorSpec spec = actual.get(name);
    if (spec == null) {
      problems.add(at + " '" + name + "' does not exist; the graph has " + actual.keySet());
      return;
    }
    if (decl.type() != null && !decl.type().equals(spec.type().word())) {
      problems.add(
          at + " '" + name + "' is " + spec.type().word() + ", declared as " + decl.type());
    }
    if (decl.shape() != null && !fits(decl.shape(), spec.shape())) {
      problems.add(
          at
              + " '"
              + name
              + "' has shape "
              + spec.shape()
              + ", declared as "
              + decl.shape().stream().map(Dim::written).toList());
    }
  }

  /**
   * An axis that the graph leaves open may be declared fixed: then the runtime always gives that.
   */
  private static boolean fits(List<Dim> declared, List<Long> actual) {
    if (declared.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < declared.size(); i++) {
      long a = actual.get(i);
      if (a >= 0 && (!declared.get(i).isFixed() || declared.get(i).size() != a)) {
        return false;
      }
    }
    return true;
  }
}
