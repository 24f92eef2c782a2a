package io.sightline.dicom;

import org.jspecify.annotations.Nullable;

/**
 * What an object says of its series.
 *
 * @param uid Series Instance UID; derived from the header when the object has none
 * @param modality Modality (0008,0060), {@code OT} when absent
 * @param bodyPart Body Part Examined (0018,0015), or null
 * @param frameOfReferenceUid positions of two objects compare only when these are equal
 */
public record SeriesAttributes(
    String uid,
    String modality,
    @Nullable Integer number,
    @Nullable String description,
    @Nullable String protocolName,
    @Nullable String bodyPart,
    @Nullable String frameOfReferenceUid) {}
