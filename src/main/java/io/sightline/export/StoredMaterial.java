package io.sightline.export;

import io.sightline.report.ReportService;
import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.study.Series;
import io.sightline.study.Studies;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.Optional;

/** A stored report with its study. */
record StoredMaterial(Report report, ReportService reports, Studies studies)
    implements ExportMaterial {

  @Override
  public Mask mask(Region region) {
    return reports.readMask(report.id(), region.id());
  }

  @Override
  public Optional<Volume> volume(String series, int index) {
    return geometry(series, index).map(_ -> studies.volume(report.studyId(), series, index));
  }

  @Override
  public Optional<VolumeGeometry> geometry(String series, int index) {
    return studies.find(report.studyId()).stream()
        .flatMap(s -> s.series().stream())
        .filter(s -> s.uid().equals(series))
        .flatMap(s -> s.volumes().stream())
        .filter(v -> v.index() == index)
        .map(Series.SeriesVolume::geometry)
        .findFirst();
  }
}
