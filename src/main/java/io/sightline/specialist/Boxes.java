package io.sightline.specialist;

import io.sightline.segmentation.ConnectedComponents;
import io.sightline.segmentation.RegionMeasurement;
import io.sightline.segmentation.RegionMeasurer;
import io.sightline.specialist.SpecialistResult.DetectedBox;
import io.sightline.specialist.SpecialistResult.Detection;
import io.sightline.specialist.SpecialistResult.Segmentation;
import io.sightline.volume.Mask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A box about each connected part of a segmentation, scored with the trust in its label. */
final class Boxes {
  private Boxes() {}

  static Detection of(Segmentation found) {
    List<DetectedBox> boxes = new ArrayList<>();
    for (SegmentedLabel label : found.labels()) {
      Mask mask = label.mask();
      for (int[] component : ConnectedComponents.of(mask)) {
        RegionMeasurement m = RegionMeasurer.measure(only(mask, component));
        boxes.add(
            new DetectedBox(label.label(), label.trust(), m.boxMin(), m.boxMax(), m.volumeMl()));
      }
    }
    boxes.sort(
        Comparator.comparingDouble(DetectedBox::score)
            .thenComparingDouble(DetectedBox::volumeMl)
            .reversed());
    return new Detection(found.sequence(), boxes);
  }

  private static Mask only(Mask mask, int[] component) {
    byte[] inside = new byte[mask.inside().length];
    for (int n : component) {
      inside[n] = 1;
    }
    return new Mask(mask.geometry(), inside);
  }
}
