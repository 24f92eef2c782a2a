package io.sightline.app.eval;

import org.jspecify.annotations.Nullable;

/**
 * How one question or phrase did; asked once per case, whatever the mode.
 *
 * @param kind of question, or {@link #PHRASE}
 * @param right whether the answer is right; of a phrase, whether a region was drawn where one was
 *     due and none where none was
 * @param due of a phrase: whether there is something to point at
 * @param dice of a phrase that has something to point at
 */
public record AnswerScore(
    String kind,
    String asked,
    String answer,
    boolean right,
    @Nullable Boolean due,
    @Nullable Double dice) {
  static final String PHRASE = "phrase";
}
