package io.sightline.report.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The arguments of a call, read from what a model wrote. Unknown ones are let be. */
final class ToolArguments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 1000;

  private final ObjectNode given;

  private ToolArguments(ObjectNode given) {
    this.given = given;
  }

  /**
   * @throws ToolRefusal when the text is no JSON object
   */
  static ToolArguments read(String text) {
    try {
      JsonNode node = JSON.readTree(text.isBlank() ? "{}" : shortened(text));
      if (node instanceof ObjectNode object) {
        return new ToolArguments(object);
      }
    } catch (JsonProcessingException e) {
      // the parser's message may quote the text; the model knows it better
    }
    throw new ToolRefusal("the arguments are no JSON object");
  }

  /** What is recorded of a text that may be anything. */
  static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /**
   * @throws ToolRefusal when it is missing or no text
   */
  String text(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw new ToolRefusal("the argument \"" + name + "\" is missing");
    }
    return value;
  }

  /**
   * @throws ToolRefusal when it is there and no text
   */
  String text(String name, String otherwise) {
    JsonNode value = given.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw new ToolRefusal("the argument \"" + name + "\" is no text");
    }
    return value.asText().strip();
  }

  /**
   * Within its bounds; a number in quotes counts too.
   *
   * @throws ToolRefusal when it is there and no whole number
   */
  int number(String name, int otherwise, int least, int most) {
    JsonNode value = given.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    try {
      return Math.clamp(Long.parseLong(value.asText().strip()), least, most);
    } catch (NumberFormatException e) {
      throw new ToolRefusal("the argument \"" + name + "\" is no whole number");
    }
  }

  /** As recorded: names in order, so that equal calls are equal. */
  Map<String, Object> recorded() {
    Map<String, Object> out = new TreeMap<>();
    given
        .properties()
        .forEach(e -> out.put(e.getKey(), JSON.convertValue(e.getValue(), Object.class)));
    return out;
  }
}
