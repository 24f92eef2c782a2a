package io.sightline.language;

/** Between text and token ids. Thread-safe. */
interface TextTokenizer {

  /** Special tokens in the text are recognised; none are added, nothing is cut off. */
  long[] encode(String text);

  /** With special tokens as they are written. */
  String decode(long[] ids);
}
