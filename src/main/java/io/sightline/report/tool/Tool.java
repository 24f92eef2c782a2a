package io.sightline.report.tool;

import io.sightline.language.remote.RemoteTool;
import java.util.Optional;

/**
 * Something that a model may ask of this server. What it gives holds words of the lexicon and of
 * manifests, numbers, and sentences in which the lexicon reads a claim; nothing else that a study
 * or a person wrote. Thread-safe; blocking.
 */
interface Tool {

  /** How it is offered; empty when it could give nothing for this study. */
  Optional<RemoteTool> offer(ToolCase c);

  /**
   * @throws ToolRefusal in words for the model
   * @throws io.sightline.shared.ProblemException {@code cancelled}
   */
  ToolResult run(ToolArguments arguments, ToolCase c);
}
