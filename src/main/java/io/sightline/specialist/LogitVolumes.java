package io.sightline.specialist;

import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.segmentation.MaskCleaner;
import io.sightline.segmentation.RegionMeasurement;
import io.sightline.segmentation.RegionMeasurer;
import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import io.sightline.volume.preprocess.GridMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** From one logit per label, labels that may overlap, to measured masks in the scanner's grid. */
final class LogitVolumes {
  private static final double DEFAULT_THRESHOLD = 0.5;

  private LogitVolumes() {}

  static List<SegmentedLabel> of(
      BundleManifest manifest,
      OutputSpec output,
      Map<String, Volume> logits,
      VolumeGeometry source) {
    double p = output.threshold() == null ? DEFAULT_THRESHOLD : output.threshold();
    float threshold = (float) Math.log(p / (1 - p));
    double least = output.minVolumeMl() == null ? 0 : output.minVolumeMl();
    List<SegmentedLabel> out = new ArrayList<>();
    for (LabelSpec label : output.labels()) {
      Volume of = logits.get(label.id());
      Supplier<Mask> mask =
          () -> MaskCleaner.dropBelow(GridMapper.mask(of, source, threshold), least);
      Mask found = mask.get();
      if (!found.isEmpty()) {
        RegionMeasurement m = RegionMeasurer.measure(found);
        out.add(
            new SegmentedLabel(
                label,
                expectedDice(of, threshold),
                MeasuredQuality.dice(manifest, label.id()),
                m.volumeMl(),
                m.centroid(),
                mask));
      }
    }
    return out;
  }

  /** 2 sum(p inside) / (voxels inside + sum(p everywhere)). */
  private static double expectedDice(Volume logits, float threshold) {
    double inside = 0;
    double everywhere = 0;
    long count = 0;
    for (float v : logits.voxels()) {
      double p = 1 / (1 + Math.exp(-v));
      everywhere += p;
      if (v > threshold) {
        inside += p;
        count++;
      }
    }
    return count == 0 ? 0 : Math.min(1, 2 * inside / (count + everywhere));
  }
}
