package io.sightline.report.draft;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of {@code prompts/}: a header of lines that begin with {@code #}, then the template.
 *
 * @param version as the header's {@code # version:} line has it
 */
public record PromptFile(String version, String template) {

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
   * @param evidence put in last, so that nothing in it is taken for a variable; without any, the
   *     part of the template between {@code {evidence-begin}} and {@code {evidence-end}} goes
   */
  String render(String sequences, String evidence) {
    String whole = template.replace("{sequences}", sequences);
    String part = "(?s)\\R?\\{evidence-begin}\\R?(.*?)\\R?\\{evidence-end}";
    return evidence.isEmpty()
        ? whole.replaceAll(part, "")
        : whole.replaceAll(part, "\n$1").replace("{evidence}", evidence);
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
