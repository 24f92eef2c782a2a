package io.sightline.retrieval;

/**
 * What became of a specialist's word in one signed case.
 *
 * @param caseId the case; also the id of its report
 * @param specialist id of the bundle
 * @param sha256 of its manifest: other weights have another record
 * @param finding id in {@code grounding/findings.yaml}
 * @param agreed whether the reader said the same of it
 */
public record TrackEntry(
    String caseId, String specialist, String sha256, String finding, boolean agreed) {}
