package io.sightline.chat.answer;

import io.sightline.report.document.Evidence;
import io.sightline.report.document.Region;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;

/** Told of an answer while it comes about, in order, on the answering thread. */
public interface AnswerListener {
  AnswerListener NONE = new AnswerListener() {};

  /** A piece of what the model writes; a size that is not measured yet is {@code …}. */
  default void token(String piece) {}

  default void region(Region region) {}

  /** A sentence with its sizes, regions and verdict. */
  default void sentence(Sentence sentence) {}

  /** A tool that a remote generalist called. */
  default void tool(ToolCall call) {}

  default void evidence(Evidence evidence) {}
}
