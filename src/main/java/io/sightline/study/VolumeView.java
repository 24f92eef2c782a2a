package io.sightline.study;

import io.sightline.shared.Warning;
import java.util.List;

/**
 * An assembled volume as JSON.
 *
 * @param url where its voxels are, as {@code .nii.gz}
 */
record VolumeView(
    int index,
    String sequence,
    double confidence,
    String evidence,
    GeometryView geometry,
    String sha256,
    List<String> sopInstanceUids,
    String url,
    List<Warning> warnings) {

  static VolumeView of(String studyId, String seriesUid, Series.SeriesVolume volume) {
    return new VolumeView(
        volume.index(),
        volume.guess().sequence().label(),
        volume.guess().confidence(),
        volume.guess().evidence(),
        GeometryView.of(volume.geometry()),
        volume.sha256(),
        volume.sopInstanceUids(),
        "/api/studies/%s/series/%s/volume?index=%d".formatted(studyId, seriesUid, volume.index()),
        volume.warnings());
  }
}
