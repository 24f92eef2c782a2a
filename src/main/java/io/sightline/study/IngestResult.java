package io.sightline.study;

import java.util.List;

/**
 * What became of an upload.
 *
 * @param studies that it brought or added to
 * @param rejected files that were refused
 * @param skipped files that are no images and were passed over, such as a DICOMDIR
 */
record IngestResult(List<Study> studies, List<Rejection> rejected, List<Rejection> skipped) {
  IngestResult {
    studies = List.copyOf(studies);
    rejected = List.copyOf(rejected);
    skipped = List.copyOf(skipped);
  }
}
