package io.sightline.report.claim;

/**
 * A word, number or punctuation mark in the spelling of the lexicon.
 *
 * @param start offset of its first character in the sentence
 * @param end offset behind its last character
 */
record Token(String text, int start, int end) {

  boolean isNumber() {
    return Character.isDigit(text.charAt(0));
  }

  boolean isPunctuation() {
    return !Character.isLetterOrDigit(text.charAt(0)) && text.length() == 1;
  }

  /** Of a number; a comma before the decimals is understood. */
  double number() {
    return Double.parseDouble(text.replace(',', '.'));
  }
}
