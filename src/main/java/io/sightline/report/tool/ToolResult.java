package io.sightline.report.tool;

import java.util.Map;

/**
 * What a call gave.
 *
 * @param value for the model, as JSON
 * @param found all that was found so far, this included
 */
record ToolResult(Map<String, Object> value, ToolFinds found) {}
