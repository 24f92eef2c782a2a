package io.sightline.report.draft;

/**
 * What specialists and similar cases say of a study, in the two forms that prompts have. A form is
 * made when a prompt asks for it.
 */
public interface PromptEvidence {

  /**
   * Lines of data for the project's own prompts, which may quote what readers wrote into cases;
   * empty when there is nothing.
   */
  String quoted();

  /**
   * For a bundle's own prompt: no line, or one or both of {@code measured: …} and {@code cases: …},
   * each ended by a line break. Only words of the lexicon, names of the atlas and counts.
   */
  String compact();
}
