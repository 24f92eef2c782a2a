package io.sightline.report.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of {@code prompts/}: a header of lines that begin with {@code #}, then the template.
 *
 * @param version as the header's {@code # version:} line has it
 */
public record PromptFile(String version, String template) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

  /** From {@code home/prompts} when the file is there, from the packaged copy otherwise. */
  public static PromptFile load(Path home, String name) {
    try {
      Path file = home.resolve("prompts").resolve(name);
      return parse(name, Files.isRegularFile(file) ? Files.readString(file) : packaged(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PromptFile parse(String name, String text) {
    String version =
        text.lines()
            .filter(l -> l.startsWith("# version:"))
            .map(l -> l.substring(10).strip())
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("prompts/" + name + " has no '# version:' line"));
    String body = String.join("\n", text.lines().dropWhile(l -> l.startsWith("#")).toList());
    return new PromptFile(version, body.strip());
  }

  /**
   * @param values of the variables other than {@code {evidence}}
   * @param evidence without any, the part of the template between {@code {evidence-begin}} and
   *     {@code {evidence-end}} goes
   */
  public String render(Map<String, String> values, String evidence) {
    String part = "(?s)\\R?\\{evidence-begin}\\R?(.*?)\\R?\\{evidence-end}";
    String chosen = template.replaceAll(part, evidence.isEmpty() ? "" : "\n$1");
    Map<String, String> all = new HashMap<>(values);
    all.put("evidence", evidence);
    return new PromptFile(version, chosen).render(all);
  }

  /** Puts values in once: what a value says is never read as a variable. */
  public String render(Map<String, String> values) {
    return VARIABLE
        .matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
  }

  private static String packaged(String name) throws IOException {
    try (InputStream in = PromptFile.class.getResourceAsStream("/prompts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("prompts/" + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
