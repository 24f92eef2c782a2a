package io.sightline.report.tool;

import java.time.Duration;

/**
 * What the calls of one turn may take together.
 *
 * @param calls how many; 0 offers no tools
 */
public record ToolLimits(int calls, Duration time) {
  public ToolLimits {
    if (calls < 0 || time.isNegative()) {
      throw new IllegalArgumentException("limits are not negative");
    }
  }
}
