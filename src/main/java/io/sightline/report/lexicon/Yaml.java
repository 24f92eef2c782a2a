package io.sightline.report.lexicon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML node that knows its file and line; every misfit goes to {@code problems} and reading goes
 * on with an empty value, so that all errors are told at once.
 */
record Yaml(String file, @Nullable Node node, List<String> problems) {

  void problem(String what) {
    problems.add(file + ":" + line() + ": " + what);
  }

  int line() {
    return node == null ? 1 : node.getStartMark().getLine() + 1;
  }

  /** Entries of a mapping in order. */
  Map<String, Yaml> map() {
    Map<String, Yaml> out = new LinkedHashMap<>();
    if (node instanceof MappingNode m) {
      for (NodeTuple t : m.getValue()) {
        String key = ((ScalarNode) t.getKeyNode()).getValue();
        if (out.put(key, with(t.getValueNode())) != null) {
          with(t.getKeyNode()).problem("'" + key + "' is given twice");
        }
      }
    } else if (node != null) {
      problem("a mapping is expected");
    }
    return out;
  }

  /** Entries of a mapping whose keys are known. */
  Map<String, Yaml> map(Set<String> known) {
    Map<String, Yaml> out = map();
    out.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            value.problem("unknown key '" + key + "'");
          }
        });
    return out;
  }

  List<Yaml> list() {
    if (node instanceof SequenceNode s) {
      return s.getValue().stream().map(this::with).toList();
    }
    if (node != null) {
      problem("a list is expected");
    }
    return List.of();
  }

  List<String> strings() {
    return list().stream().map(Yaml::text).filter(s -> !s.isEmpty()).toList();
  }

  String text() {
    if (node instanceof ScalarNode s && !s.getValue().isBlank()) {
      return s.getValue().strip();
    }
    if (node != null) {
      problem("a word is expected");
    }
    return "";
  }

  boolean flag() {
    String written = text();
    if (!written.equals("true") && !written.equals("false")) {
      problem("true or false is expected");
    }
    return written.equals("true");
  }

  double number() {
    if (node == null) {
      return 1;
    }
    try {
      return Double.parseDouble(text());
    } catch (NumberFormatException e) {
      problem("a number is expected");
      return 1;
    }
  }

  <E extends Enum<E>> E choice(Class<E> type) {
    String written = text();
    E[] all = type.getEnumConstants();
    if (node == null) {
      return all[0];
    }
    return Stream.of(all)
        .filter(e -> e.name().equalsIgnoreCase(written))
        .findFirst()
        .orElseGet(
            () -> {
              problem("'" + written + "' is none of " + List.of(all).toString().toLowerCase());
              return all[0];
            });
  }

  /** The value of a key that must be there. */
  Yaml required(Map<String, Yaml> entries, String key) {
    Yaml value = entries.get(key);
    if (value == null && node == null) {
      return with(null);
    }
    if (value == null) {
      problem("'" + key + "' is missing");
      return with(null);
    }
    return value;
  }

  /** The value of a key, or one that reads as empty. */
  Yaml optional(Map<String, Yaml> entries, String key) {
    return entries.getOrDefault(key, with(null));
  }

  List<String> plusFirst(String first, List<String> rest) {
    List<String> out = new ArrayList<>(List.of(first));
    out.addAll(rest);
    return out;
  }

  private Yaml with(@Nullable Node other) {
    return new Yaml(file, other, problems);
  }
}
