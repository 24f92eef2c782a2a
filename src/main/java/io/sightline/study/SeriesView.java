package io.sightline.study;

import io.sightline.shared.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series as JSON; sequence and geometry are those of its first volume.
 *
 * @param warnings about the series as a whole; each volume has its own beside
 */
record SeriesView(
    String uid,
    String modality,
    @Nullable String description,
    @Nullable String bodyPart,
    int instances,
    String sequence,
    double confidence,
    String evidence,
    @Nullable GeometryView geometry,
    List<VolumeView> volumes,
    List<Warning> warnings) {

  static SeriesView of(String studyId, Series series) {
    List<VolumeView> volumes =
        series.volumes().stream()
            .map(volume -> VolumeView.of(studyId, series.uid(), volume))
            .toList();
    return new SeriesView(
        series.uid(),
        series.modality(),
        series.description(),
        series.bodyPart(),
        series.instances(),
        series.guess().sequence().label(),
        series.guess().confidence(),
        series.guess().evidence(),
        volumes.isEmpty() ? null : volumes.getFirst().geometry(),
        volumes,
        series.warnings());
  }
}
