package io.sightline.shared;

/**
 * A concept of a terminology, as DICOM PS3.3 table 8.8-1a codes it.
 *
 * @param scheme coding scheme designator, for example {@code SCT} or {@code RADLEX}
 * @param value the code
 * @param meaning the words
 */
public record CodedConcept(String scheme, String value, String meaning) {}
