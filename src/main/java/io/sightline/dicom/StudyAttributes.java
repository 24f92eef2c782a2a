package io.sightline.dicom;

import org.jspecify.annotations.Nullable;

/**
 * What an object says of its study.
 *
 * @param uid Study Instance UID; derived from the header when the object has none
 * @param date Study Date as written (YYYYMMDD), or null
 * @param patientHash SHA-256 of Patient ID, issuer, name and birth date: two objects of one study
 *     with different hashes belong to different people; the identity itself is not kept
 */
public record StudyAttributes(
    String uid, @Nullable String description, @Nullable String date, String patientHash) {

  /** The hash of an object that names nobody: four empty values, each after a line feed. */
  public static final String NOBODY =
      "545c38b0922de19734fbffde62792c37c2aef6a3216cfa472449173165220f7d";
}
