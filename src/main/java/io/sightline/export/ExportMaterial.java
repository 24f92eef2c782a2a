package io.sightline.export;

import io.sightline.report.document.Region;
import io.sightline.report.document.Report;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.util.Optional;

/** What an export is made of. The masks and volumes are read when they are asked for. */
public interface ExportMaterial {

  Report report();

  /** In the grid of the region's series. */
  Mask mask(Region region);

  /** The series that a region lies in; empty when the study is gone. */
  Optional<Volume> volume(String series, int index);

  /** Grid of a series of the study; empty when the study is gone. */
  Optional<VolumeGeometry> geometry(String series, int index);
}
