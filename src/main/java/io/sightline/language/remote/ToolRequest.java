package io.sightline.language.remote;

/**
 * A model's wish to use a tool, as it wrote it: nothing of it can be relied on.
 *
 * @param id pairs it with its result
 * @param name perhaps of no tool that there is
 * @param arguments perhaps JSON
 */
public record ToolRequest(String id, String name, String arguments) {}
