package io.sightline.study;

/**
 * One stored object.
 *
 * @param kind {@code dicom} or {@code nifti}
 * @param contentHash equal for two copies of one object
 * @param sha256 names its file in the blob store
 */
record StoredInstance(
    String uid, String studyId, String seriesUid, String kind, String contentHash, String sha256) {
  static final String DICOM = "dicom";
  static final String NIFTI = "nifti";
}
