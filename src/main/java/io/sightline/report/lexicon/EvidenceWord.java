package io.sightline.report.lexicon;

/**
 * A finding in the compact evidence that a bundle's own prompt may hold. The words are a fixed
 * vocabulary: language models are trained on exactly them.
 *
 * @param word letters, blanks and hyphens, so that it can end no item, no line and be no token;
 *     several findings may share one
 * @param sited whether its place is said with it ("mass in the right frontal lobe")
 */
public record EvidenceWord(String word, boolean sited) {
  static final String FORM = "[a-z]+(?:[ -][a-z]+){0,4}";

  public EvidenceWord {
    if (!word.matches(FORM)) {
      throw new IllegalArgumentException("'" + word + "' is no word for evidence");
    }
  }
}
