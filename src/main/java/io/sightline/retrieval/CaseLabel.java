package io.sightline.retrieval;

import org.jspecify.annotations.Nullable;

/**
 * What the reader of a case said of one finding.
 *
 * @param finding id in {@code grounding/findings.yaml}
 * @param presence {@code present}, {@code absent} or {@code uncertain}
 * @param laterality {@code left}, {@code right}, {@code bilateral}, {@code midline} or {@code none}
 * @param site name in {@code grounding/anatomy.yaml}, or null
 */
public record CaseLabel(
    String finding, String presence, String laterality, @Nullable String site) {}
