package io.sightline.review;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a report's history.
 *
 * @param number 1 for the first change of the report
 * @param by who the client said it was
 * @param action {@code accept}, {@code edit}, {@code reject} or {@code sign}
 * @param sentence id; null when the whole report changed
 * @param before JSON of what the change replaced
 * @param after JSON of what it left
 */
public record Change(
    long number,
    Instant at,
    String by,
    String action,
    @Nullable String sentence,
    @JsonRawValue String before,
    @JsonRawValue String after,
    @Nullable String note) {}
