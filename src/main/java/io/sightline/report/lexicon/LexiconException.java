package io.sightline.report.lexicon;

import java.util.List;

/** The lexicon cannot be used; carries every reason at once, each with file and line. */
public final class LexiconException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public LexiconException(List<String> problems) {
    super("The lexicon in grounding/ has errors:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
