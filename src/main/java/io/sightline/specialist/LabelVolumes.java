package io.sightline.specialist;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.segmentation.Labelling;
import io.sightline.segmentation.anatomy.StructureMeasure;
import io.sightline.segmentation.anatomy.StructureSurvey;
import io.sightline.volume.LabelMap;
import io.sightline.volume.Mask;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.List;

/** From labels on the model grid to measured labels in the scanner's. */
final class LabelVolumes {
  private LabelVolumes() {}

  static List<SegmentedLabel> of(
      BundleManifest manifest, OutputSpec output, Labelling found, VolumeGeometry source) {
    LabelMap labels = GridMapper.labels(found.labels(), source);
    double least = output.minVolumeMl() == null ? 0 : output.minVolumeMl();
    List<SegmentedLabel> out = new ArrayList<>();
    for (StructureMeasure m : StructureSurvey.of(labels, output.labels())) {
      LabelSpec label = m.label();
      if (m.volumeMl() >= least) {
        out.add(
            new SegmentedLabel(
                label,
                found.expectedDice()[label.index()],
                MeasuredQuality.dice(manifest, label.id()),
                m.volumeMl(),
                m.centroid(),
                () -> mask(labels, label.index())));
      }
    }
    return out;
  }

  private static Mask mask(LabelMap labels, int index) {
    byte[] inside = new byte[labels.labels().length];
    for (int n = 0; n < inside.length; n++) {
      inside[n] = (byte) ((labels.labels()[n] & 0xff) == index ? 1 : 0);
    }
    return new Mask(labels.geometry(), inside);
  }
}
