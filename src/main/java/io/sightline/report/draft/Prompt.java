package io.sightline.report.draft;

import io.sightline.bundle.LanguageSpec;
import io.sightline.volume.Sequence;
import java.util.List;

/**
 * What the language model is asked. A bundle that brings a {@code promptTemplate} was trained with
 * exactly that text, so it is used as it is, without evidence; any other bundle gets the project's
 * own prompt. Both know the variable {@code {sequences}}; the latter also {@code {evidence}}: what
 * specialists measured and what prior cases say.
 *
 * @param text ready for the tokenizer
 * @param version of the prompt file, or {@code bundle}
 */
public record Prompt(String text, String version) {

  /**
   * The question about a study in the bundle's own {@code answerTemplate}.
   *
   * @param question data: what could be read as a token or a variable has been taken out
   * @throws IllegalArgumentException when the bundle has none
   */
  public static Prompt answer(LanguageSpec language, List<Sequence> present, String question) {
    String template = language.answerTemplate();
    if (template == null) {
      throw new IllegalArgumentException("the bundle has no answerTemplate");
    }
    String sequences = String.join(" ", present.stream().map(Sequence::label).toList());
    return new Prompt(
        template.replace("{sequences}", sequences).replace("{question}", question), "bundle");
  }

  /**
   * @param template of the project, {@code prompts/draft-report.txt}
   * @param evidence lines of data in their fixed form, empty when there are none; for the project's
   *     own prompt only
   */
  public static Prompt render(
      LanguageSpec language, PromptFile template, List<Sequence> present, String evidence) {
    String own = language.promptTemplate();
    String sequences = String.join(" ", present.stream().map(Sequence::label).toList());
    return own == null
        ? new Prompt(template.render(sequences, evidence), template.version())
        : new Prompt(own.replace("{sequences}", sequences), "bundle");
  }
}
