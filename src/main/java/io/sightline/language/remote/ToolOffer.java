package io.sightline.language.remote;

import java.util.List;

/**
 * The tools of one request.
 *
 * @param mayCall false: their results are in the conversation and no more are to be called
 */
public record ToolOffer(List<RemoteTool> tools, boolean mayCall) {
  public static final ToolOffer NONE = new ToolOffer(List.of(), false);

  public ToolOffer {
    tools = List.copyOf(tools);
  }
}
