package io.sightline.report.claim;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a sentence asserts.
 *
 * @param finding id in {@code grounding/findings.yaml}
 * @param laterality the patient's side; for a midline shift the side it moved to
 * @param site name in {@code grounding/anatomy.yaml}, or null when the sentence names none
 * @param measurement size that the sentence states, or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Claim(
    String finding,
    Presence presence,
    Laterality laterality,
    @Nullable String site,
    @Nullable Measurement measurement) {}
