package io.sightline.study;

import io.sightline.dicom.DicomHeader;

/** A DICOM object that arrived and could be read, not yet stored. */
record ReceivedInstance(StagedFile file, DicomHeader header) {
  String uid() {
    return header.sopInstanceUid();
  }

  String studyUid() {
    return header.study().uid();
  }

  String seriesUid() {
    return header.series().uid();
  }
}
