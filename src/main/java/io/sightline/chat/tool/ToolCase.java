package io.sightline.chat.tool;

import io.sightline.report.StudyReading;
import io.sightline.shared.Cancellation;

/**
 * What is at hand for one call.
 *
 * @param found by earlier calls of the same turn
 */
record ToolCase(String studyId, StudyReading reading, ToolFinds found, Cancellation cancellation) {}
