package io.sightline.report.tool;

import io.sightline.report.StudyReading;
import java.util.Set;

/**
 * What the tools of one turn or draft are about.
 *
 * @param found what was gathered and retrieved before the model began
 * @param unwanted names of tools that are not offered: what the reader did not wish for
 */
public record ToolSubject(
    String studyId, StudyReading reading, ToolFinds found, Set<String> unwanted) {
  public ToolSubject {
    unwanted = Set.copyOf(unwanted);
  }

  /** Nothing was found before, and all tools are wanted. */
  public static ToolSubject of(String studyId, StudyReading reading) {
    return new ToolSubject(studyId, reading, ToolFinds.NONE, Set.of());
  }
}
