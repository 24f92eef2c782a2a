package io.sightline.report.draft;

import io.sightline.bundle.LanguageSpec;
import io.sightline.volume.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the language model is asked. A bundle that brings templates was trained with exactly those
 * texts: {@code {sequences}}, {@code {question}} and, where it has it, {@code {evidence}} in its
 * compact form are put in, nothing else is changed. Any other bundle gets the project's own prompt,
 * whose {@code {evidence}} is quoted data. Values are put in once: what one says is never read as a
 * variable.
 *
 * @param text ready for the tokenizer
 * @param version of the prompt file, or {@code bundle}
 */
public record Prompt(String text, String version) {
  private static final String OWN = "bundle";

  /**
   * The question about a study in the bundle's own {@code answerTemplate}.
   *
   * @param question data: what could be read as a token or a variable has been taken out
   * @param evidence as {@link PromptEvidence#compact}; asked for only where the template has it
   * @throws IllegalArgumentException when the bundle has none
   */
  public static Prompt answer(
      LanguageSpec language, List<Sequence> present, String question, Supplier<String> evidence) {
    String template = language.answerTemplate();
    if (template == null) {
      throw new IllegalArgumentException("the bundle has no answerTemplate");
    }
    return own(template, present, Map.of("question", question), evidence);
  }

  /**
   * @param template of the project, {@code prompts/draft-report.txt}
   */
  public static Prompt render(
      LanguageSpec language, PromptFile template, List<Sequence> present, PromptEvidence evidence) {
    String own = language.promptTemplate();
    return own == null
        ? new Prompt(
            template.render(Map.of("sequences", labels(present)), evidence.quoted()),
            template.version())
        : own(own, present, Map.of(), evidence::compact);
  }

  private static Prompt own(
      String template,
      List<Sequence> present,
      Map<String, String> more,
      Supplier<String> evidence) {
    Map<String, String> values = new HashMap<>(more);
    values.put("sequences", labels(present));
    if (template.contains("{evidence}")) {
      values.put("evidence", evidence.get());
    }
    return new Prompt(new PromptFile(OWN, template).render(values), OWN);
  }

  private static String labels(List<Sequence> present) {
    return String.join(" ", present.stream().map(Sequence::label).toList());
  }
}
