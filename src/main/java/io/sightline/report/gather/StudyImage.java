package io.sightline.report.gather;

import io.sightline.retrieval.CaseEmbedding;
import org.jspecify.annotations.Nullable;

/**
 * A study as similar cases are looked up by.
 *
 * @param embedding null when the generalist makes none
 */
public record StudyImage(String studyId, @Nullable CaseEmbedding embedding) {}
