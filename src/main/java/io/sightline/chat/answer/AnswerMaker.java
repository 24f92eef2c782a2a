package io.sightline.chat.answer;

import io.sightline.shared.ProblemException;

/** One way to answer. Thread-safe; blocking. */
interface AnswerMaker {

  /** Whether this is the way for what is asked; the first maker that takes it answers. */
  boolean takes(Asked asked);

  /**
   * Refuses before the study is read what could not be answered anyway.
   *
   * @throws ProblemException for example {@code cannot_answer}
   */
  default void check(Asked asked) {}

  Made make(Asked asked, AnswerCase c);
}
